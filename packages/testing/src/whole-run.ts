/**
 * The whole check of the repository (`make test`): style, unused code, types, servers, then all tests. It
 * runs each step whatever became of those before it, and its last line counts them all together.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './architecture/workspace.ts';
import { type Count, closingLine } from './closing-line.ts';
import { SUMMARY_FILE_VARIABLE } from './summary-reporter.ts';

/** Each counts as one test. */
const CHECKS = [
  ['style', 'biome', ['check', '.', '--error-on-warnings']],
  ['unused code and dependencies', 'knip', []],
  ['types', 'tsc', ['-p', 'tsconfig.json']],
  ['servers for the tests', 'node', ['packages/testing/src/prepare-servers.ts']],
] as const;

function run(command: string, args: readonly string[], env = process.env): boolean {
  const program = join(ROOT, 'node_modules', '.bin', command);
  return (
    spawnSync(program, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] }).status ===
    0
  );
}

function readCount(file: string): Count {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Count; // written by our own reporter
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

function runTests(args: readonly string[]): Count {
  const folder = mkdtempSync(join(tmpdir(), 'vcp-whole-run-'));
  const file = join(folder, 'summary.json');
  try {
    const good = run('vitest', ['run', ...args], { ...process.env, [SUMMARY_FILE_VARIABLE]: file });
    const count = readCount(file);
    // It may fail without a failed test: it ran none, or it could not even start.
    if ((!good || count.passed === 0) && count.failed === 0) count.failed = 1;
    return count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const failures: string[] = [];
for (const [name, command, args] of CHECKS) {
  process.stdout.write(`\n── ${name}\n`);
  if (!run(command, args)) failures.push(name);
}
process.stdout.write('\n── tests\n');
const count = runTests(process.argv.slice(2));
count.passed += CHECKS.length - failures.length;
count.failed += failures.length;
for (const name of failures) process.stdout.write(`Failed: ${name} (see above)\n`);
process.stdout.write(`\n${closingLine(count)}\n`);
process.exitCode = count.failed === 0 ? 0 : 1;
