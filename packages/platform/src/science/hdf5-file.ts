import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { InputError } from '@vcp/schema/errors';
import { Dataset, File, Group } from 'h5wasm';
import {
  exposeFile,
  forgetMemory,
  freshPath,
  readMemory,
  readyHdf5,
  takeTrouble,
} from './hdf5-memory.ts';

export { Dataset, Group } from 'h5wasm';

/**
 * Opens one HDF5 file to read and hands it to `use`. Only the bytes that are asked for are read,
 * so its size does not matter. The library sees this file and nothing else: external links,
 * external storage and virtual datasets that name other files of the machine find nothing.
 * Throws an {@link InputError} when it is not HDF5, is cut off, or `use` meets damage.
 */
export async function withHdf5File<T>(
  path: string,
  use: (root: Group) => T | Promise<T>,
): Promise<T> {
  await readyHdf5();
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const exposed = exposeFile(fd, fstatSync(fd).size);
    try {
      return await useFile(exposed, use);
    } finally {
      forgetMemory(exposed);
    }
  } finally {
    closeSync(fd);
  }
}

/** Makes an HDF5 file in memory and returns its bytes; equal calls give equal bytes. */
export async function writeHdf5(fill: (root: Group) => undefined): Promise<Uint8Array> {
  await readyHdf5();
  const path = freshPath();
  // HDF5 stamps every object with the time, which would make the bytes of each run different.
  // Nothing else runs meanwhile: there is no await before the clock is put back.
  const clock = Date.now;
  Date.now = () => 0;
  takeTrouble();
  try {
    const file = new File(path, 'w');
    try {
      fill(file);
      file.flush();
    } finally {
      file.close();
    }
    const trouble = takeTrouble();
    if (trouble !== null) throw new TypeError(`cannot be written as HDF5: ${trouble}`);
    return readMemory(path);
  } finally {
    Date.now = clock;
    forgetMemory(path);
  }
}

/** The member of a group, null when there is none or it lies behind a link that leads nowhere. */
export function member(group: Group, name: string): Dataset | Group | null {
  if (!group.keys().includes(name)) return null;
  const found = group.get(name);
  return found instanceof Dataset || found instanceof Group ? found : null;
}

/** All values of a dataset. Throws an {@link InputError} when they cannot be read. */
export function readAll(dataset: Dataset): unknown {
  return checked(() => dataset.value);
}

/** The values of a one-dimensional dataset from one row to before another; throws likewise. */
export function readRows(dataset: Dataset, from: number, to: number): unknown {
  return checked(() => dataset.slice([[from, to]]));
}

/** The text or texts in an attribute as a list, null for every other kind and for none. */
export function textAttribute(of: Dataset | Group, name: string): readonly string[] | null {
  const attribute = of.attrs[name];
  return attribute === undefined ? null : textList(checked(() => attribute.value));
}

/** A text or a list of texts as a list; null for everything else. */
export function textList(value: unknown): readonly string[] | null {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
}

async function useFile<T>(path: string, use: (root: Group) => T | Promise<T>): Promise<T> {
  takeTrouble();
  const file = new File(path, 'r');
  if (file.file_id <= 0n) throw damaged('it cannot be opened');
  try {
    return await use(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw damaged(error instanceof Error ? error.message : String(error), error);
  } finally {
    file.close();
    takeTrouble();
  }
}

/** The library returns whatever lay in memory when it fails to read; it only complains. */
function checked<T>(read: () => T): T {
  takeTrouble();
  const value = read();
  const trouble = takeTrouble();
  if (trouble !== null) throw new InputError(trouble);
  return value;
}

function damaged(message: string, cause?: unknown): InputError {
  const reason = takeTrouble() ?? message;
  return new InputError(`not a readable HDF5 file: ${reason.slice(0, 500)}`, { cause });
}
