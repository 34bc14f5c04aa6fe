import { ConfigError } from '@vcp/schema/errors';
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { checkValue } from './check-value.ts';
import { type AnyValue, type ConfigKey, isConfigKey, isSection } from './keys.ts';

/** A value in a file, and the line that it stands on. */
export interface Setting {
  readonly value: AnyValue;
  readonly line: number;
}

/** What a configuration file says. */
export interface ParsedFile {
  readonly settings: ReadonlyMap<ConfigKey, Setting>;
  readonly unknown: readonly { readonly key: string; readonly line: number }[];
}

const CORE_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null)$/;
const MAX_UNKNOWN = 20;
const MAX_ALIASES = 32;

/**
 * Reads the text of a configuration file. An empty file, and a section without a value, say nothing.
 * Throws {@link ConfigError} with file, line and column for broken YAML, for a key given twice, and
 * with the key and its line for a value of the wrong type. Aliases cannot blow it up: only known
 * keys are followed, and each holds plain values.
 */
export function parseConfig(text: string, path: string): ParsedFile {
  const lines = new LineCounter();
  const document = parseYaml(text, path, lines);
  return new SettingsReader(document, path, lines).read();
}

class SettingsReader {
  readonly #document: Document.Parsed;
  readonly #path: string;
  readonly #lines: LineCounter;
  readonly #settings = new Map<ConfigKey, Setting>();
  readonly #unknown: { key: string; line: number }[] = [];
  #aliases = 0;

  constructor(document: Document.Parsed, path: string, lines: LineCounter) {
    this.#document = document;
    this.#path = path;
    this.#lines = lines;
  }

  read(): ParsedFile {
    const { contents } = this.#document;
    if (!isNothing(contents)) {
      if (!isMap(contents)) this.#fail('the file', 'a mapping of sections', contents);
      this.#section(contents, '');
    }
    return { settings: this.#settings, unknown: this.#unknown };
  }

  #section(section: YAMLMap, prefix: string): void {
    for (const pair of section.items) {
      const key = this.#nameOf(pair);
      const name = prefix === '' ? key : `${prefix}.${key}`;
      const value = this.#resolved(pair.value);
      if (isConfigKey(name)) {
        this.#setting(name, value, pair);
      } else if (!isSection(name)) {
        if (this.#unknown.length < MAX_UNKNOWN) {
          this.#unknown.push({ key: name, line: this.#lineOf(pair.key) });
        }
      } else if (isMap(value)) {
        this.#section(value, name);
      } else if (!isNothing(value)) {
        this.#fail(name, 'a mapping', pair.key);
      }
    }
  }

  #setting(key: ConfigKey, node: unknown, pair: Pair): void {
    const foreignTag = isScalar(node) && node.tag !== undefined && !CORE_TAG.test(node.tag);
    const checked = checkValue(key, foreignTag ? {} : this.#plain(node));
    if ('wants' in checked) this.#fail(key, checked.wants, pair.key);
    if (checked.value !== null) {
      this.#settings.set(key, { value: checked.value, line: this.#lineOf(pair.key) });
    }
  }

  #plain(node: unknown): unknown {
    if (node === null || node === undefined) return null;
    if (isScalar(node)) return node.value;
    if (isSeq(node)) {
      return node.items.map((item) => {
        const resolved = this.#resolved(item);
        return isScalar(resolved) ? resolved.value : {};
      });
    }
    return {};
  }

  #resolved(node: unknown): unknown {
    if (!isAlias(node)) return node;
    this.#aliases += 1;
    if (this.#aliases > MAX_ALIASES) this.#fail('the file', `at most ${MAX_ALIASES} aliases`, node);
    const target = node.resolve(this.#document);
    if (target === undefined) this.#fail(`*${node.source}`, 'the name of an anchor', node);
    return target;
  }

  #nameOf(pair: Pair): string {
    const key = this.#resolved(pair.key);
    return isScalar(key) ? String(key.value) : '?';
  }

  #lineOf(node: unknown): number {
    return this.#lines.linePos(offsetOf(node)).line;
  }

  #fail(what: string, wants: string, at: unknown): never {
    throw new ConfigError(`${this.#path}:${this.#lineOf(at)}: ${what} must be ${wants}`, {
      hint: 'See vcp config --help for the keys; vcp config --show-origin shows what is read.',
    });
  }
}

function parseYaml(text: string, path: string, lineCounter: LineCounter): Document.Parsed {
  let document: Document.Parsed;
  try {
    document = parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: true,
      merge: false,
      logLevel: 'error',
    });
  } catch (error) {
    throw new ConfigError(`${path} is nested too deeply`, { cause: error });
  }
  const [first] = document.errors;
  if (first !== undefined) {
    const { line, col } = lineCounter.linePos(first.pos[0]);
    const said = first.message.split('\n', 1)[0] ?? '';
    const reason = said.includes('call stack') ? 'nested too deeply' : said;
    throw new ConfigError(`${path}:${line}:${col}: broken YAML: ${reason}`, { cause: first });
  }
  return document;
}

function isNothing(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}

function offsetOf(node: unknown): number {
  const range =
    (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) && (node as Node).range;
  return range ? range[0] : 0;
}
