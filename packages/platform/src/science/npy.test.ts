import { InputError } from '@vcp/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeNpy, decodeNpyHeader, encodeNpy } from './npy.ts';

const arrays = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }).chain((shape) => {
  const size = { size: 'max' as const };
  const length = shape.reduce((product, next) => product * next, 1);
  const exactly = { ...size, minLength: length, maxLength: length };
  return fc.tuple(
    fc.constant(shape),
    fc.oneof(
      fc.float32Array(exactly),
      fc.float64Array(exactly),
      fc.int8Array(exactly),
      fc.uint16Array(exactly),
      fc.int32Array(exactly),
      fc.bigInt64Array(exactly),
      fc.bigUint64Array(exactly),
    ),
  );
});

test('every array reads back with its type, shape and values', () => {
  fc.assert(
    fc.property(arrays, ([shape, data]) => {
      expect(decodeNpy(encodeNpy(data, shape))).toEqual({ shape, columnMajor: false, data });
    }),
  );
});

test('the values begin at a multiple of 64, as numpy aligns them', () => {
  fc.assert(
    fc.property(arrays, ([shape, data]) => {
      expect(decodeNpyHeader(encodeNpy(data, shape)).offset % 64).toBe(0);
    }),
  );
});

test('any cut or changed file is refused, or read as some array, and never ends otherwise', () => {
  const whole = encodeNpy(Float32Array.from({ length: 6 }), [2, 3]);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
      const changed = cut ? whole.subarray(0, at) : Buffer.from(whole).fill(byte, at, at + 1);
      try {
        decodeNpy(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
    { numRuns: 500 },
  );
});

test('values that do not fill the shape are misuse', () => {
  expect(() => encodeNpy(new Float32Array(5), [2, 3])).toThrow(TypeError);
});

test('a header that claims more than memory holds is refused', () => {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (9007199254740993, 4), }";
  const bytes = Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    Buffer.from([header.length, 0]),
    Buffer.from(header),
  ]);
  expect(() => decodeNpyHeader(bytes)).toThrow(InputError);
});
