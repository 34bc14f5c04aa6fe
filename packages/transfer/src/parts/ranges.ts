import type { ByteRange } from '../stores/store.ts';

/** How many chunks a file of `size` bytes has. */
export function chunkCount(size: number, chunkBytes: number): number {
  return Math.ceil(size / chunkBytes);
}

/**
 * The bytes that are still missing, as ranges to ask for: neighbouring chunks together, up to
 * `rangeBytes` a range, in ascending order. Each missing byte is in exactly one range.
 */
export function missingRanges(
  size: number,
  { chunkBytes, rangeBytes }: { readonly chunkBytes: number; readonly rangeBytes: number },
  isDone: (chunk: number) => boolean,
): ByteRange[] {
  const ranges: ByteRange[] = [];
  const chunks = chunkCount(size, chunkBytes);
  const most = Math.max(1, Math.floor(rangeBytes / chunkBytes));
  for (let first = 0; first < chunks; ) {
    if (isDone(first)) {
      first += 1;
      continue;
    }
    let last = first + 1;
    while (last < chunks && last - first < most && !isDone(last)) last += 1;
    ranges.push({ start: first * chunkBytes, end: Math.min(last * chunkBytes, size) });
    first = last;
  }
  return ranges;
}
