import { InputError, isSafePath } from '@vcp/schema';
import { listObjects, type S3Connection } from '@vcp/transfer';
import { summaryOf } from '../science/content-summary.ts';
import type { ImportDefaults } from './croissant-document.ts';
import { kindOf } from './folder-walk.ts';
import { undescribedDataset } from './found-dataset.ts';
import { type ImportEvent, noFiles } from './imported.ts';
import { mediaTypeOf } from './media-type.ts';

export interface S3ImportOptions extends ImportDefaults {
  readonly connection: S3Connection;
  readonly signal: AbortSignal;
}

/** Objects of one dataset, while the listing goes by. */
interface Group {
  readonly key: string;
  readonly isStore: boolean;
  size: number;
  objects: number;
}

/**
 * Finds the datasets under an S3 prefix by their names, as the folder import does: each `.h5ad`,
 * table and `.npy` object, and each zarr store (a prefix that ends in `.zarr`, or has a `.zgroup`,
 * `.zattrs` or `.zarray`). Nothing but the listing is read: sizes are known, biology is not. A
 * store's location has no trailing slash. Memory does not grow with the number of objects.
 */
export async function* importS3Prefix(
  url: string,
  options: S3ImportOptions,
): AsyncGenerator<ImportEvent, void, undefined> {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/.exec(url);
  if (match?.[1] === undefined)
    throw new InputError(`${url} is no S3 address (s3://bucket/prefix)`);
  const [, bucket, prefix = ''] = match;
  const { connection, signal } = options;
  let group: Group | null = null;
  let others = 0;
  for await (const page of listObjects(connection, { bucket, prefix }, signal)) {
    for (const { key, size } of page) {
      if (group?.isStore && key.startsWith(`${group.key}/`)) {
        group.size += size;
        group.objects++;
        continue;
      }
      if (group !== null) yield imported(bucket, group, options);
      group = groupOf(key, size);
      if (group === null && !key.endsWith('/')) others++;
    }
  }
  if (group !== null) yield imported(bucket, group, options);
  if (others > 0) {
    yield {
      kind: 'note',
      source: url,
      reason: `${others} other objects, of no kind that import knows`,
    };
  }
}

/** The dataset that begins with this object, null when it is none. Keys come in their order. */
function groupOf(key: string, size: number): Group | null {
  const store =
    /^(.*?[^/]\.zarr)\//i.exec(key)?.[1] ?? /^(.+)\/\.z(group|attrs|array)$/.exec(key)?.[1];
  if (store !== undefined) return { key: store, isStore: true, size, objects: 1 };
  const name = key.split('/').at(-1) ?? '';
  return kindOf(name) === null ? null : { key, isStore: false, size, objects: 1 };
}

function imported(bucket: string, group: Group, options: S3ImportOptions): ImportEvent {
  const url = `s3://${bucket}/${group.key}`;
  const name = group.key.split('/').at(-1) ?? '';
  if (!isSafePath(name)) {
    return { kind: 'refused', source: url, reason: 'its name is not safe as a file name' };
  }
  const format = mediaTypeOf(group.isStore ? '.zarr' : name);
  const summary = summaryOf({
    properties: group.isStore ? [{ name: 'object_count', value: group.objects }] : [],
  });
  const location = { url, format, size: group.size, checksum: null };
  return {
    kind: 'dataset',
    source: url,
    dataset: undescribedDataset(url, summary, location, options),
    files: noFiles(),
  };
}
