import { readSync } from 'node:fs';
import h5wasm, { FS } from 'h5wasm';

/** The in-memory file system of the HDF5 library, as much of it as we use. */
interface MemoryFiles {
  createFile(
    parent: string,
    name: string,
    properties: object,
    read: boolean,
    write: boolean,
  ): unknown;
  readFile(path: string, options: { encoding: 'binary' }): Uint8Array;
  unlink(path: string): void;
  analyzePath(path: string): { exists: boolean };
  getStream(fd: number): unknown;
}

const STDERR = 2;
const MAX_TROUBLE = 64 * 1024;

let created = 0;
let trouble: number[] | null = null;

/** Waits until the HDF5 library can be used; its complaints then go to {@link takeTrouble}. */
export async function readyHdf5(): Promise<void> {
  await h5wasm.ready;
  if (trouble !== null) return;
  const stream = files().getStream(STDERR);
  const terminal = typeof stream === 'object' && stream !== null && Reflect.get(stream, 'tty');
  if (typeof terminal !== 'object' || terminal === null) throw changed();
  const heard: number[] = [];
  Reflect.set(terminal, 'ops', {
    put_char: (_: unknown, byte: number) => {
      if (heard.length < MAX_TROUBLE) heard.push(byte);
    },
    fsync: () => undefined,
  });
  trouble = heard;
}

/** The innermost reason of what the library complained about since the last call; null if nothing. */
export function takeTrouble(): string | null {
  const heard = trouble?.splice(0) ?? [];
  if (heard.length === 0) return null;
  const first = Buffer.from(heard).toString().split('HDF5-DIAG:').at(1) ?? '';
  const reasons = [...first.matchAll(/^ +#\d+: .* in \w+\(\): (.*)$/gm)];
  return reasons.at(-1)?.[1] ?? 'the HDF5 library gives no reason';
}

/** A new path in the library's file system at which the open file `fd` can be read, nothing else. */
export function exposeFile(fd: number, size: number): string {
  const path = freshPath();
  const node = files().createFile('/', path.slice(1), {}, true, false);
  if (typeof node !== 'object' || node === null || !('stream_ops' in node)) throw changed();
  Reflect.set(node, 'usedBytes', size);
  Reflect.set(node, 'stream_ops', {
    ...Object(node.stream_ops),
    read: (_: unknown, into: Uint8Array, at: number, length: number, position: number) =>
      readSync(fd, into, at, length, position),
  });
  return path;
}

/** A path in the library's file system that is not in use. */
export function freshPath(): string {
  return `/hdf5-${created++}`;
}

/** The bytes at a path of the library's file system. */
export function readMemory(path: string): Uint8Array {
  return files().readFile(path, { encoding: 'binary' });
}

/** Frees a path of the library's file system; nothing happens when it is not there. */
export function forgetMemory(path: string): void {
  if (files().analyzePath(path).exists) files().unlink(path);
}

function files(): MemoryFiles {
  const candidate: unknown = FS;
  if (!isMemoryFiles(candidate)) throw changed();
  return candidate;
}

function isMemoryFiles(candidate: unknown): candidate is MemoryFiles {
  const verbs = ['createFile', 'readFile', 'unlink', 'analyzePath', 'getStream'];
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    verbs.every((verb) => typeof Reflect.get(candidate, verb) === 'function')
  );
}

function changed(): TypeError {
  return new TypeError('the file system of h5wasm is not as expected');
}
