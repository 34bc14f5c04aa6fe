import { InputError } from '@vcp/schema/errors';

/** The element types that we write, with the name that numpy gives them. */
const TYPES = {
  '<f4': Float32Array,
  '<f8': Float64Array,
  '|i1': Int8Array,
  '|u1': Uint8Array,
  '<i2': Int16Array,
  '<u2': Uint16Array,
  '<i4': Int32Array,
  '<u4': Uint32Array,
  '<i8': BigInt64Array,
  '<u8': BigUint64Array,
} as const;

export type NpyType = keyof typeof TYPES;
export type NpyData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A numpy array: values in row-major order unless `columnMajor`. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly columnMajor: boolean;
  readonly data: NpyData;
}

/** What the header of a `.npy` file says; `type` is numpy's word for it, known to us or not. */
export interface NpyHeader {
  readonly type: string;
  readonly shape: readonly number[];
  readonly columnMajor: boolean;
  /** Where the values begin. */
  readonly offset: number;
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
const MAX_HEADER = 65_536;
const MAX_DIMENSIONS = 32;

/** Writes an array as `.npy` format 1.0; equal arrays give equal bytes. */
export function encodeNpy(data: NpyData, shape: readonly number[]): Buffer {
  const count = shape.reduce((product, length) => product * length, 1);
  if (count !== data.length) {
    throw new TypeError(`${data.length} values do not fill the shape (${shape.join(', ')})`);
  }
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${typeOf(data)}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const unpadded = MAGIC.length + 4 + text.length + 1;
  const header = `${text}${' '.repeat((64 - (unpadded % 64)) % 64)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([
    MAGIC,
    Buffer.from([1, 0]),
    length,
    Buffer.from(header, 'latin1'),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

/**
 * Reads the header at the start of a `.npy` file; `bytes` may be only its first 64 KiB.
 * Throws an {@link InputError} when it is not one.
 */
export function decodeNpyHeader(bytes: Uint8Array): NpyHeader {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < 12 || !view.subarray(0, 6).equals(MAGIC)) throw notNpy('no .npy signature');
  const major = view.readUInt8(6);
  if (major < 1 || major > 3) throw notNpy(`format version ${major} is unknown`);
  const start = major === 1 ? 10 : 12;
  const length = major === 1 ? view.readUInt16LE(8) : view.readUInt32LE(8);
  const offset = start + length;
  if (length > MAX_HEADER || offset > view.length) throw notNpy('its header is cut off');
  const text = view.toString('utf8', start, offset);
  const type = /'descr':\s*'([^'\\]{1,32})'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (type === undefined || order === undefined || shape === undefined) {
    throw notNpy('its header does not describe a plain array');
  }
  const lengths = shape
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  const count = lengths.reduce((product, next) => product * next, 1);
  if (lengths.length > MAX_DIMENSIONS || !Number.isSafeInteger(count)) {
    throw notNpy('its shape is out of bounds');
  }
  return { type, shape: lengths, columnMajor: order === 'True', offset };
}

/**
 * Reads a whole `.npy` file of one of our types. The values are a copy.
 * Throws an {@link InputError} when it is damaged or of another type.
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { type, shape, columnMajor, offset } = decodeNpyHeader(bytes);
  if (!isNpyType(type)) throw notNpy(`values of type ${type} are not supported`);
  const Values = TYPES[type];
  const count = shape.reduce((product, length) => product * length, 1);
  if (bytes.byteLength !== offset + count * Values.BYTES_PER_ELEMENT) {
    throw notNpy(`its length does not fit the shape (${shape.join(', ')})`);
  }
  return { shape, columnMajor, data: new Values(new Uint8Array(bytes.subarray(offset)).buffer) };
}

function isNpyType(type: string): type is NpyType {
  return Object.hasOwn(TYPES, type);
}

function typeOf(data: NpyData): string {
  const found = Object.entries(TYPES).find(([, Values]) => data instanceof Values);
  if (found === undefined) throw new TypeError('not a typed array that .npy can hold');
  return found[0];
}

function notNpy(reason: string): InputError {
  return new InputError(`not a readable .npy file: ${reason}`);
}
