import { createHash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The namespace of our name-based ids: itself the UUIDv5 of "vcp datasets" under the nil UUID. */
const DATASETS = uuidV5('00000000-0000-0000-0000-000000000000', 'vcp datasets');

/**
 * The id of the dataset that is called `name` in `namespace`: a UUIDv5, the same on every machine
 * and at every import, so that a second import updates what the first one added.
 */
export function datasetId(namespace: string, name: string): string {
  return uuidV5(DATASETS, JSON.stringify([namespace, name]));
}

/** Whether a text is a UUID in lower case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** A name-based UUID as RFC 9562 defines it in section 5.5. */
export function uuidV5(namespace: string, name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
