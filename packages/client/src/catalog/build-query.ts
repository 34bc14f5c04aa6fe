/** What a person asks the catalog for. */
export interface CatalogQuery {
  readonly text: string;
  /** Match the text as one phrase. */
  readonly exact: boolean;
  readonly namespace: string | null;
  /** Otherwise only the latest version of each dataset. */
  readonly allVersions: boolean;
}

/**
 * Builds the query that the platform is sent. Clauses are appended as the original client appends
 * them, with its three faults mended: `exact` quotes the text alone, so that a namespace still
 * applies; a text with an `OR` is put in parentheses before a clause is joined to it, unless its own
 * parentheses or quotes are wrong, so that the platform finds the fault where it is; and a
 * namespace that is more than a word is quoted.
 */
export function buildQuery({ text, exact, namespace, allVersions }: CatalogQuery): string {
  const term = exact ? quoted(text) : text;
  const clauses = [
    ...(namespace === null ? [] : [`namespace:${asValue(namespace)}`]),
    ...(allVersions ? [] : ['latest_version:true']),
  ];
  const left = clauses.length > 0 && hasOpenOr(term) ? `(${term})` : term;
  return [left, ...clauses].join(' AND ');
}

function quoted(text: string): string {
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return isQuoted ? text : phrase(text);
}

/** Keeps escapes that are there (`EFO\:0030062`), and escapes what would end the phrase early. */
function phrase(text: string): string {
  const inner = text.replace(/\\.|["\\]/gsu, (found) => (found.length > 1 ? found : `\\${found}`));
  return `"${inner}"`;
}

function asValue(value: string): string {
  return /^[\p{L}\p{N}_.-]+$/u.test(value) ? value : phrase(value);
}

/** Whether an `OR` stands outside quotes and parentheses, and these are well formed. */
function hasOpenOr(text: string): boolean {
  let depth = 0;
  let isOpen = false;
  for (const [token] of text.matchAll(/\\.|"(?:\\.|[^"\\])*"?|[()]|\|\||[^\s()"\\|]+|\|/gsu)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token.startsWith('"') && !/^"(?:\\.|[^"\\])*"$/su.test(token)) return false;
    else if (depth === 0 && (token === 'OR' || token === '||')) isOpen = true;
    if (depth < 0) return false;
  }
  return isOpen && depth === 0;
}
