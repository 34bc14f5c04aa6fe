import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import { type Count, closingLine } from './closing-line.ts';

/** Names the file that the counts are written to, for a run that is part of a larger one. */
export const SUMMARY_FILE_VARIABLE = 'VCP_TEST_SUMMARY';

/**
 * Closes a run with `N passed, N failed`; a file that cannot be loaded counts as a failure. In a
 * larger run it says nothing and leaves the counts in a file.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count: Count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'failed') count.failed += 1;
        else count.skipped += 1;
      }
    }
    const file = process.env[SUMMARY_FILE_VARIABLE];
    if (file === undefined) process.stdout.write(`\n${closingLine(count)}\n`);
    else writeFileSync(file, JSON.stringify(count));
  }
}
