import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

const BIN = fileURLToPath(new URL('../bin/vcp.js', import.meta.url));

/** Runs the published entry as if under another Node, with or without a bundle beside it. */
async function underNode(version: string, built = true) {
  const source = (await readFile(BIN, 'utf8')).replace(/^#!.*/, '');
  const loaded: string[] = [];
  let stderr = '';
  const process = {
    versions: { node: version },
    execPath: '/usr/bin/node',
    exitCode: undefined,
    stderr: {
      write: (text: string) => {
        stderr += text;
      },
    },
  };
  const load = (name: string): unknown => {
    loaded.push(name);
    return { existsSync: () => built };
  };
  runInNewContext(source, { process, require: load, __dirname: '/lib/bin' });
  return { stderr, exitCode: process.exitCode, loaded };
}

describe('the published entry', () => {
  test.each(['0.10.48', '12.22.0', '20.20.2', '22.17.1'])(
    'Node %s is told which one is needed',
    async (version) => {
      const { stderr, exitCode, loaded } = await underNode(version);
      expect(stderr).toContain(`vcp needs Node.js 22.18 or newer; this is ${version}`);
      expect([exitCode, loaded]).toEqual([1, []]);
    },
  );

  test.each(['22.18.0', '24.0.0', '26.10.0', '100.0.0'])('Node %s starts it', async (version) => {
    const { stderr, loaded } = await underNode(version);
    expect([stderr, loaded.at(-1)]).toEqual(['', '/lib/bin/../dist/vcp.js']);
  });

  test('starts the sources where nothing was built', async () => {
    expect((await underNode('26.0.0', false)).loaded.at(-1)).toBe('../src/start.ts');
  });

  test('asks for the Node that the package asks for', () => {
    expect(manifest.engines.node).toBe('>=22.18.0');
  });

  test('has no word that a very old Node does not understand', async () => {
    const source = await readFile(BIN, 'utf8');
    expect(source).not.toMatch(/\b(?:let|const|class|async|import)\b|=>|`|\?\./);
  });
});
