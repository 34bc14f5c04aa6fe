import fs from 'node:fs';
import { promisify } from 'node:util';

/**
 * The calls that a download makes on the disk, as node:fs has them. What is quick is synchronous
 * (it costs a fraction of the asynchronous kind); what waits for the disk is not.
 */
export interface FileSystem {
  open(path: string, flags: number, mode: number): number;
  close(fd: number): void;
  /** Writes all of `bytes` at `position`. */
  write(fd: number, bytes: Uint8Array, position: number): void;
  /** Reads at most `into.length` bytes; 0 at the end. */
  read(fd: number, into: Uint8Array, position: number): Promise<number>;
  truncate(fd: number, length: number): void;
  sizeOf(fd: number): number;
  syncData(fd: number): Promise<void>;
  sync(fd: number): Promise<void>;
  /** Never follows a link; null when nothing is there. */
  lstat(path: string): fs.Stats | null;
  realpath(path: string): string;
  readdir(path: string): string[];
  /** Makes one folder; the parent must be there. */
  mkdir(path: string): void;
  rename(from: string, to: string): void;
  unlink(path: string): void;
  /** Bytes that this user may still write on the file system of `path`. */
  freeSpace(path: string): Promise<number>;
}

const read = promisify(fs.read);
const statfs = promisify(fs.statfs);

/** The disk of this machine. */
export const nodeFileSystem: FileSystem = {
  open: (path, flags, mode) => fs.openSync(path, flags, mode),
  close: (fd) => fs.closeSync(fd),
  write(fd, bytes, position) {
    for (let done = 0; done < bytes.length; )
      done += fs.writeSync(fd, bytes, done, bytes.length - done, position + done);
  },
  read: async (fd, into, position) => (await read(fd, into, 0, into.length, position)).bytesRead,
  truncate: (fd, length) => fs.ftruncateSync(fd, length),
  sizeOf: (fd) => fs.fstatSync(fd).size,
  syncData: promisify(fs.fdatasync),
  sync: promisify(fs.fsync),
  lstat: (path) => fs.lstatSync(path, { throwIfNoEntry: false }) ?? null,
  realpath: (path) => fs.realpathSync.native(path),
  readdir: (path) => fs.readdirSync(path),
  mkdir: (path) => fs.mkdirSync(path),
  rename: (from, to) => fs.renameSync(from, to),
  unlink: (path) => fs.unlinkSync(path),
  async freeSpace(path) {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  },
};

/** The errno of a failed system call (`ENOSPC`), or null for any other error. */
export function errnoOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null;
}
