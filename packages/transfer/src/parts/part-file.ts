import { constants } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { FileSystem } from '../file-system.ts';
import type { PartIdentity } from './part-name.ts';
import { chunkCount } from './ranges.ts';

/*
 * A large unfinished file. The bytes of the source lie at their own offsets; behind them, at offset
 * `size`, the ledger: magic, length and CRC of a header, the header (the identity, as JSON), and one
 * byte for each chunk, 1 when the chunk is on the disk. Cutting the file to `size` finishes it, so
 * that there is never a second file to lose or to leave behind.
 */

const MAGIC = Buffer.from('VCPPART1');
const HEADER_AT = MAGIC.length + 8;
const MAX_HEADER_BYTES = 64 * 1024;
const OPEN = constants.O_RDWR | constants.O_NOFOLLOW;
const CREATE = OPEN | constants.O_CREAT | constants.O_EXCL;

/** An open unfinished file of known size, written in any order, resumable by chunks. */
export interface PartFile {
  readonly fd: number;
  readonly isComplete: boolean;
  isDone(chunk: number): boolean;
  write(bytes: Uint8Array, position: number): void;
  /** Puts the chunks on the disk, then notes them as done. */
  commit(chunks: readonly number[]): Promise<void>;
  /** Cuts the ledger off: what remains is the file, byte for byte. */
  finish(): void;
  close(): void;
}

/**
 * Opens the unfinished file of exactly this identity, or makes it. A file that is not one, or that
 * was damaged, is made anew. The caller must hold its lease.
 */
export async function openPart(
  fs: FileSystem,
  path: string,
  identity: PartIdentity & { readonly size: number },
  chunkBytes: number,
): Promise<PartFile> {
  const ledger = Buffer.from(JSON.stringify({ ...identity, chunkBytes }));
  const found = await resume(fs, path, identity.size, ledger, chunkBytes);
  if (found) return found;
  if (fs.lstat(path)) fs.unlink(path);
  const fd = fs.open(path, CREATE, 0o666);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(ledger.length, 0);
  head.writeUInt32LE(crc32(ledger), 4);
  const flags = Buffer.alloc(chunkCount(identity.size, chunkBytes));
  try {
    fs.write(fd, Buffer.concat([MAGIC, head, ledger, flags]), identity.size);
  } catch (error) {
    fs.close(fd);
    fs.unlink(path);
    throw error;
  }
  return partFile(fs, fd, identity.size, ledger, flags);
}

async function resume(
  fs: FileSystem,
  path: string,
  size: number,
  ledger: Buffer,
  chunkBytes: number,
): Promise<PartFile | null> {
  if (!fs.lstat(path)?.isFile()) return null;
  const fd = fs.open(path, OPEN, 0);
  try {
    const count = chunkCount(size, chunkBytes);
    // Killed between the cut and the rename: nothing is missing.
    if (fs.sizeOf(fd) === size) return partFile(fs, fd, size, ledger, Buffer.alloc(count, 1));
    const tail = Buffer.alloc(HEADER_AT + Math.min(ledger.length, MAX_HEADER_BYTES) + count);
    const length = await fs.read(fd, tail, size);
    if (length === tail.length && isLedger(tail, ledger))
      return partFile(fs, fd, size, ledger, tail.subarray(HEADER_AT + ledger.length));
  } catch (error) {
    fs.close(fd);
    throw error;
  }
  fs.close(fd);
  return null;
}

function isLedger(tail: Buffer, ledger: Buffer): boolean {
  return (
    tail.subarray(0, MAGIC.length).equals(MAGIC) &&
    tail.readUInt32LE(MAGIC.length) === ledger.length &&
    tail.readUInt32LE(MAGIC.length + 4) === crc32(ledger) &&
    tail.subarray(HEADER_AT, HEADER_AT + ledger.length).equals(ledger)
  );
}

function partFile(
  fs: FileSystem,
  fd: number,
  size: number,
  ledger: Buffer,
  flags: Uint8Array,
): PartFile {
  const flagsAt = size + HEADER_AT + ledger.length;
  return {
    fd,
    get isComplete() {
      return flags.every((flag) => flag === 1);
    },
    isDone: (chunk) => flags[chunk] === 1,
    write: (bytes, position) => fs.write(fd, bytes, position),
    async commit(chunks) {
      await fs.syncData(fd);
      for (const chunk of chunks) {
        fs.write(fd, Uint8Array.of(1), flagsAt + chunk);
        flags[chunk] = 1;
      }
    },
    finish: () => fs.truncate(fd, size),
    close: () => fs.close(fd),
  };
}
