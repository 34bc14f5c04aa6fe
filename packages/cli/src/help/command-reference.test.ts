import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { root } from '../app.ts';
import { commandReference } from './command-reference.ts';

test('docs/commands.md says what --help says (make docs writes it)', async () => {
  const written = await readFile(new URL('../../../../docs/commands.md', import.meta.url), 'utf8');
  expect(written).toBe(commandReference(root));
});

test('every command has an example, and the example begins with the command', () => {
  const sections = commandReference(root).split('\n## ').slice(1);
  expect(sections.length).toBeGreaterThan(10);
  for (const section of sections) {
    const [command = ''] = section.split('\n', 1);
    expect(section, command).toContain('Examples\n');
    const examples = section.split('Examples\n')[1]?.split('\n\n')[0] ?? '';
    expect(examples, command).toContain(` ${command}`);
  }
});
