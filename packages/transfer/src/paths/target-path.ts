import { safePath, UnsafePath } from '@vcp/schema';

/** What stands in the name of every unfinished file, between the final name and its tag. */
export const PART_MARK = '.vcp-part-';

/**
 * A remote name as a relative path below the target folder: the same text, or an error. Refuses
 * what `safePath` refuses, and names of our own unfinished files.
 *
 * @throws {UnsafePath}
 */
export function targetPath(name: string): string {
  const path = safePath(name);
  if (!path.toLowerCase().includes(PART_MARK)) return path;
  throw new UnsafePath(
    `refused the remote name ${JSON.stringify(name)}: it looks like an unfinished download`,
    { hint: 'Nothing was written for it. Tell the owner of the dataset.' },
  );
}
