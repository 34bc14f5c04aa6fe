import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { InputError } from '@vcp/schema/errors';

const MAX_OBJECT_BYTES = 32 * 1024 * 1024;

/** The objects of a zarr store in a folder, as zarrita asks for them. */
export class ZarrFiles {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** The store in `directory`, whose own path may be a symbolic link. */
  static async open(directory: string): Promise<ZarrFiles> {
    return new ZarrFiles(await realpath(directory));
  }

  /**
   * The bytes of an object, undefined when there is none. Throws an {@link InputError} when it is
   * larger than 32 MiB or a link leads out of the store.
   */
  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      const path = await this.#resolve(key);
      const { size } = await stat(path);
      if (size > MAX_OBJECT_BYTES) throw new InputError(`${key} is larger than 32 MiB`);
      return await readFile(path);
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error;
    }
  }

  /** The names of the folders below a group, sorted; none when there is no such group. */
  async members(group: string): Promise<readonly string[]> {
    try {
      const entries = await readdir(await this.#resolve(group), { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
    } catch (error) {
      if (isAbsence(error)) return [];
      throw error;
    }
  }

  async #resolve(key: string): Promise<string> {
    const path = await realpath(join(this.#root, key));
    if (path !== this.#root && !path.startsWith(this.#root + sep)) {
      throw new InputError(`${key} is a link that leads out of the store`);
    }
    return path;
  }
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error ? Reflect.get(error, 'code') : null;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
