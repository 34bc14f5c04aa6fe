import { ConfigError } from '@vcp/schema/errors';
import { type Document, isAlias, isCollection, parseDocument } from 'yaml';
import type { AnyValue, ConfigKey } from './keys.ts';
import { parseConfig } from './parse.ts';

/**
 * The text of a configuration file in which `key` has the new value; comments, order and other keys
 * stay. Throws {@link ConfigError} where the file is broken, or where the key lies in an alias.
 */
export function withSetting(text: string, path: string, key: ConfigKey, value: AnyValue): string {
  parseConfig(text, path);
  const document: Document = parseDocument(text);
  const names = key.split('.');
  if (!isCollection(document.contents)) document.contents = document.createNode({});
  for (let depth = 1; depth < names.length; depth++) {
    const section = names.slice(0, depth);
    const node = document.getIn(section, true);
    if (isAlias(node)) {
      throw new ConfigError(`${path}: ${section.join('.')} is an alias`, {
        hint: 'Change this value in the file by hand.',
      });
    }
    if (!isCollection(node)) document.setIn(section, document.createNode({}));
  }
  document.setIn(names, value);
  const edited = String(document);
  parseConfig(edited, path);
  return edited;
}
