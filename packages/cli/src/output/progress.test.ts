import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testContext } from '../test-surroundings.ts';
import { startProgress } from './progress.ts';
import { drawProgress, formatDuration, type ProgressState } from './progress-drawing.ts';
import { RateMeter } from './rate-meter.ts';
import { displayWidth } from './width.ts';

const KB = 1024;

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function started(columns?: number, quiet = false) {
    const context = testContext({
      ...(columns === undefined ? {} : { columns }),
      globals: { quiet },
      now: () => new Date(Date.now()),
    });
    return { context, progress: startProgress({ ...context, label: 'Downloading' }) };
  }

  test('in a terminal it draws the whole and what is in flight, and leaves nothing behind', () => {
    const { context, progress } = started(100);
    progress.expect({ bytes: 4000 * KB, files: 3 });
    progress.begin('a.h5ad', 2000 * KB);
    vi.advanceTimersByTime(1000);
    progress.advance('a.h5ad', 1000 * KB);
    vi.advanceTimersByTime(1000);
    expect(context.stderr.text).toContain('25% 1000.0 KB of 3.9 MB, 0 of 3 files');
    expect(context.stderr.text).toMatch(/\/s, \d+ s left/);
    expect(context.stderr.text).toMatch(/a\.h5ad +50% 1000\.0 KB of 2\.0 MB/);
    progress.finish('a.h5ad');
    progress.stop();
    expect(screenAfter(context.stderr.text)).toEqual([]);
    expect(context.stdout.text).toBe('');
  });

  test('without a terminal there is a plain line every few seconds, and only when something changed', () => {
    const { context, progress } = started();
    progress.expect({ bytes: null, files: 2 });
    progress.begin('a', null);
    progress.advance('a', 10);
    vi.advanceTimersByTime(60_000);
    progress.stop();
    const lines = context.stderr.text.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^Downloading: 10 B, 0 of 2 files/);
    expect(lines.length).toBeLessThan(6);
    expect(context.stderr.text).not.toContain('\x1b');
  });

  test('with --quiet it is silent', () => {
    const { context, progress } = started(80, true);
    progress.begin('a', 1);
    progress.line('a line');
    vi.advanceTimersByTime(10_000);
    progress.stop();
    expect(context.stderr.text).toBe('');
  });

  test('a failed file does not count, and a line stays above the block', () => {
    const { context, progress } = started(80);
    progress.expect({ bytes: 100, files: 1 });
    progress.begin('bad\x1b[2J', 100);
    progress.advance('bad\x1b[2J', 50);
    progress.fail('bad\x1b[2J');
    progress.line('bad\x1b[2J failed');
    vi.advanceTimersByTime(200);
    expect(screenAfter(context.stderr.text)[0]).toBe('bad\\x1b[2J failed');
    expect(screenAfter(context.stderr.text)[1]).toContain('0% 0 B of 100 B');
    progress.stop();
    expect(screenAfter(context.stderr.text)).toEqual(['bad\\x1b[2J failed']);
  });
});

test('the block is never wider or higher than the terminal', () => {
  const file = fc.record({
    name: fc.string({ unit: 'grapheme', maxLength: 200 }),
    size: fc.option(fc.nat()),
    bytes: fc.nat(),
  });
  const state: fc.Arbitrary<ProgressState> = fc.record({
    label: fc.constant('Downloading'),
    bytes: fc.nat(),
    totalBytes: fc.option(fc.nat()),
    files: fc.nat(),
    totalFiles: fc.option(fc.nat()),
    bytesPerSecond: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })),
    inFlight: fc.array(file, { maxLength: 40 }),
  });
  const terminal = fc.record({
    columns: fc.integer({ min: 10, max: 200 }),
    rows: fc.integer({ min: 3, max: 60 }),
  });
  fc.assert(
    fc.property(state, terminal, (progress, size) => {
      const lines = drawProgress(progress, size);
      expect(lines.length).toBeLessThan(size.rows);
      for (const line of lines) expect(displayWidth(line)).toBeLessThan(size.columns);
    }),
  );
});

test('the rate is that of the last ten seconds', () => {
  const meter = new RateMeter(0);
  expect(meter.bytesPerSecond).toBeNull();
  for (let second = 1; second <= 60; second++) {
    meter.add(second <= 30 ? 1_000_000 : 500);
    meter.sample(second * 1000);
  }
  expect(meter.bytesPerSecond).toBe(500);
});

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [65, '1 min 05 s'],
  [7800, '2 h 10 min'],
  [1e9, 'days'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

/** What stands on the screen after these writes: knows only "start of line, n up, clear below". */
function screenAfter(output: string): string[] {
  const lines: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is drawn
  for (const part of output.split(/(\r\x1b\[\d+A\x1b\[0J|\n)/)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what is drawn
    const up = /^\r\x1b\[(\d+)A/.exec(part);
    if (up) lines.splice(lines.length - Number(up[1]));
    else if (part !== '\n' && part !== '') lines.push(part);
  }
  return lines;
}
