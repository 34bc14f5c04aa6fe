import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's young heap at the few megabytes that it has: walking a million rows makes it grow
 * tenfold although every row is garbage at once. The flag is read whenever the heap would grow, so
 * it may be set while the program runs.
 */
export function keepYoungHeapSmall(): void {
  if (process.versions.bun === undefined) setFlagsFromString('--semi-space-growth-factor=1');
}
