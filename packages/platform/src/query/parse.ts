import { clauseOf, type WrittenValue } from './clause.ts';
import { type Field, findField, nearestField } from './fields.ts';
import { type Token, tokensOf } from './lexer.ts';
import { QUERY_LIMITS } from './limits.ts';
import { allOf, anyOf, noneOf, type QueryNode } from './node.ts';
import { QuerySyntaxError } from './query-syntax-error.ts';

/**
 * Reads a query in Lucene's manner:
 * - Words side by side must all occur: `brain tissue` is `brain AND tissue`. AND binds closer than
 *   OR, NOT (also `-` and `!`) closest; parentheses group.
 * - `field:value` takes all words up to the next operator, parenthesis or field: `tissue:hard palate`
 *   is the value "hard palate". `field:(a OR b)` asks one field for several values.
 * - Quotes make a phrase; `\` takes the next character as it is; `*` alone is everything, at the
 *   end of a word any ending, and in values of fields anything.
 * - `[a TO b]`, `{a TO b}`, `>`, `>=`, `<`, `<=` with numbers and dates.
 * - Clauses for `namespace` and `latest_version` at the very end, joined by AND, count for all that
 *   stands before, because clients append them: `a OR b AND latest_version:true` is
 *   `(a OR b) AND latest_version:true`.
 *
 * Throws `QuerySyntaxError`, and nothing else, for what it cannot read or what is too large. Takes
 * time in proportion to the length.
 */
export function parseQuery(query: string): QueryNode {
  if (query.length > QUERY_LIMITS.characters)
    throw new QuerySyntaxError(
      `it is longer than ${QUERY_LIMITS.characters} characters`,
      QUERY_LIMITS.characters,
    );
  const parser = new Parser(withoutPunctuation([...tokensOf(query)]), query.length);
  return parser.parse();
}

/** A part of a branch: whether parentheses or NOT were around it, and how it was joined on. */
interface Part {
  readonly node: QueryNode;
  readonly bare: boolean;
  readonly joined: boolean;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  #next = 0;
  #depth = 0;
  #clauses = 0;
  #wildcards = 0;

  constructor(tokens: readonly Token[], end: number) {
    this.#tokens = tokens;
    this.#end = end;
  }

  parse(): QueryNode {
    if (this.#tokens.length === 0)
      throw new QuerySyntaxError('it is empty', 0, 'Use * to ask for everything.');
    const branches = this.#branches(null);
    const left = this.#peek();
    if (left) throw new QuerySyntaxError('this parenthesis was not opened', left.position);
    const appended = branches.length > 1 ? takeAppended(branches.at(-1) ?? []) : [];
    return allOf([join(branches), ...appended]);
  }

  #branches(field: Field | null): Part[][] {
    const branches = [this.#branch(field)];
    while (this.#peek()?.kind === 'or') {
      this.#next += 1;
      branches.push(this.#branch(field));
    }
    return branches;
  }

  #branch(field: Field | null): Part[] {
    const parts = [this.#part(field, false)];
    for (;;) {
      const token = this.#peek();
      if (!token || token.kind === 'or' || token.kind === ')') return parts;
      const joined = token.kind === 'and';
      if (joined) this.#next += 1;
      parts.push(this.#part(field, joined));
    }
  }

  #part(field: Field | null, joined: boolean): Part {
    let negated = false;
    let bare = true;
    while (this.#peek()?.kind === 'not') {
      this.#next += 1;
      negated = !negated;
      bare = false;
    }
    const token = this.#peek();
    if (token?.kind === '(') bare = false;
    const node = this.#primary(field);
    return { node: negated ? noneOf(node) : node, bare, joined };
  }

  #primary(field: Field | null): QueryNode {
    const token = this.#peek();
    switch (token?.kind) {
      case '(':
        return this.#group(field);
      case 'field':
        this.#next += 1;
        return this.#fieldValue(token);
      case 'word':
      case 'phrase':
      case 'range':
        return this.#clause(field);
      default:
        throw this.#missing(token);
    }
  }

  #group(field: Field | null): QueryNode {
    const open = this.#peek();
    this.#next += 1;
    this.#depth += 1;
    if (this.#depth > QUERY_LIMITS.depth)
      throw new QuerySyntaxError(
        `more than ${QUERY_LIMITS.depth} parentheses inside each other`,
        open?.position ?? 0,
      );
    const node = join(this.#branches(field));
    if (this.#peek()?.kind !== ')')
      throw new QuerySyntaxError('this parenthesis is not closed', open?.position ?? 0);
    this.#next += 1;
    this.#depth -= 1;
    return node;
  }

  #fieldValue({ name, position }: Token & { kind: 'field' }): QueryNode {
    const field = findField(name);
    if (!field) throw unknownField(name, position);
    const value = this.#peek();
    if (value?.kind === '(') return this.#group(field);
    if (value?.kind !== 'word' && value?.kind !== 'phrase' && value?.kind !== 'range')
      throw new QuerySyntaxError(`${name} needs a value`, position, `For example ${name}:value.`);
    return this.#clause(field);
  }

  #clause(field: Field | null): QueryNode {
    const value = this.#value(field);
    this.#clauses += 1;
    if (this.#clauses > QUERY_LIMITS.clauses)
      throw new QuerySyntaxError(`more than ${QUERY_LIMITS.clauses} clauses`, value.position);
    if (value.form === 'words') this.#wildcards += value.text.split('*').length - 1;
    if (this.#wildcards > QUERY_LIMITS.wildcards)
      throw new QuerySyntaxError(`more than ${QUERY_LIMITS.wildcards} times *`, value.position);
    return clauseOf(field, value);
  }

  /** For labels and text fields the words up to the next operator are one value. */
  #value(field: Field | null): WrittenValue {
    const first = this.#take();
    if (first.kind === 'phrase' || first.kind === 'range')
      return { form: first.kind, text: first.text, literal: first.text, position: first.position };
    const texts = [first.text];
    const literals = [first.literal];
    const many = field?.kind === 'label' || field?.kind === 'text';
    const operatorOnly = field?.kind === 'range' && /^[<>]=?$/.test(first.literal);
    for (let token = this.#peek(); token?.kind === 'word'; token = this.#peek()) {
      if (!many && !(operatorOnly && texts.length === 1)) break;
      this.#next += 1;
      texts.push(token.text);
      literals.push(token.literal);
    }
    return {
      form: 'words',
      text: texts.join(' '),
      literal: literals.join(' '),
      position: first.position,
    };
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #take(): Token & { kind: 'word' | 'phrase' | 'range' } {
    const token = this.#peek();
    if (token?.kind !== 'word' && token?.kind !== 'phrase' && token?.kind !== 'range')
      throw this.#missing(token);
    this.#next += 1;
    return token;
  }

  #missing(token: Token | undefined): QuerySyntaxError {
    const before = this.#tokens[this.#next - 1];
    if (before && (before.kind === 'and' || before.kind === 'or' || before.kind === 'not'))
      return new QuerySyntaxError(
        `${before.kind.toUpperCase()} has nothing after it`,
        before.position,
        'Write the word in quotes to search for it.',
      );
    if (token && (token.kind === 'and' || token.kind === 'or'))
      return new QuerySyntaxError(
        `${token.kind.toUpperCase()} has nothing before it`,
        token.position,
        'Write the word in quotes to search for it.',
      );
    return new QuerySyntaxError('something to search for is missing', token?.position ?? this.#end);
  }
}

function join(branches: readonly (readonly Part[])[]): QueryNode {
  return anyOf(branches.map((parts) => allOf(parts.map(({ node }) => node))));
}

/** Takes the clauses that a client appended off the end of the last branch. */
function takeAppended(branch: Part[]): QueryNode[] {
  const appended: QueryNode[] = [];
  for (let last = branch.at(-1); last && isAppendable(last); last = branch.at(-1)) {
    appended.unshift(last.node);
    branch.pop();
  }
  return appended;
}

function isAppendable({ node, bare, joined }: Part): boolean {
  if (!bare || !joined) return false;
  return node.kind === 'flag' || (node.kind === 'label' && node.field === 'namespace');
}

/** A word without letter, digit or `*` separates words and says nothing itself. */
function withoutPunctuation(tokens: readonly Token[]): Token[] {
  return tokens.filter(
    (token, index) =>
      token.kind !== 'word' ||
      tokens[index - 1]?.kind === 'field' ||
      /[\p{L}\p{N}*]/u.test(token.text),
  );
}

function unknownField(name: string, position: number): QuerySyntaxError {
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name;
  if (name === '') return new QuerySyntaxError('a field is missing before the colon', position);
  const near = nearestField(name);
  return new QuerySyntaxError(
    `there is no field "${shown}"`,
    position,
    near
      ? `Did you mean ${near}? A colon that belongs to the text is written \\:`
      : 'A colon that belongs to the text is written \\: or in quotes.',
  );
}
