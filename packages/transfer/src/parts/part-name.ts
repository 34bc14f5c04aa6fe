import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { PART_MARK } from '../paths/target-path.ts';
import type { Pin } from '../stores/store.ts';

const MAX_NAME_BYTES = 255;
// ".lease" and what a lease moved aside adds
const ROOM_FOR_LEASE = 15;

/** What an unfinished file is of: which source, in which version. */
export interface PartIdentity extends Pin {
  /** Without signatures, so that a fresh link is the same source. */
  readonly source: string;
}

/** The name of a large unfinished file: it follows from the identity, so any process finds it. */
export function sharedPartPath(target: string, identity: PartIdentity): string {
  const { source, etag, size } = identity;
  const lastModified = etag === null ? identity.lastModified : null;
  const text = JSON.stringify({ source, etag, lastModified, size });
  return partPath(target, createHash('sha256').update(text).digest('hex').slice(0, 16));
}

/** The name of a small unfinished file, which belongs to one candidates database alone. */
export function ownPartPath(target: string, partTag: string): string {
  return partPath(target, `s${partTag}`);
}

/**
 * The large unfinished file of a target that a name in its folder belongs to: the file itself, or
 * its lease. Null for all other names.
 */
export function partOwning(name: string, target: string): string | null {
  const mark = basename(partPath(target, ''));
  const tag = name.startsWith(mark) ? name.slice(mark.length) : '';
  const [, hash] = /^([0-9a-f]{16})(\.lease(\.[0-9a-f]{8})?)?$/.exec(tag) ?? [];
  return hash === undefined ? null : join(dirname(target), mark + hash);
}

function partPath(target: string, tag: string): string {
  const ending = `${PART_MARK}${tag}`;
  const room = MAX_NAME_BYTES - ROOM_FOR_LEASE - PART_MARK.length - 17;
  let name = basename(target);
  if (Buffer.byteLength(name) > room) {
    const digest = createHash('sha256').update(name).digest('hex').slice(0, 16);
    let kept = name;
    while (Buffer.byteLength(kept) > room - 17) kept = Array.from(kept).slice(0, -1).join('');
    name = `${kept}~${digest}`;
  }
  return join(dirname(target), name + ending);
}
