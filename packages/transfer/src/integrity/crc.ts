/** A CRC that is fed piece by piece. */
export interface Crc {
  update(bytes: Uint8Array): void;
  /** Of all bytes so far, in hexadecimal. */
  digest(): string;
}

const CRC32C = 0x82f63b78;
const NVME_LOW = 0xac4bc9b5;
const NVME_HIGH = 0x9a6c9329;

/** CRC-32C (Castagnoli), eight bytes a step. */
export function crc32c(): Crc {
  const table = tables32();
  const at = (index: number) => table[index] ?? 0;
  let crc = 0xffffffff;
  return {
    update(bytes) {
      const steps = bytes.length - (bytes.length % 8);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      let value = crc;
      for (let i = 0; i < steps; i += 8) {
        const low = value ^ view.getUint32(i, true);
        const high = view.getUint32(i + 4, true);
        value =
          at(1792 + (low & 255)) ^
          at(1536 + ((low >>> 8) & 255)) ^
          at(1280 + ((low >>> 16) & 255)) ^
          at(1024 + (low >>> 24)) ^
          at(768 + (high & 255)) ^
          at(512 + ((high >>> 8) & 255)) ^
          at(256 + ((high >>> 16) & 255)) ^
          at(high >>> 24);
      }
      for (let i = steps; i < bytes.length; i += 1)
        value = (value >>> 8) ^ at((value ^ view.getUint8(i)) & 255);
      crc = value;
    },
    digest: () => hex(~crc),
  };
}

/** CRC-64/NVME as two halves, eight bytes a step. */
export function crc64nvme(): Crc {
  const { low: lows, high: highs } = tables64();
  let low = 0xffffffff;
  let high = 0xffffffff;
  return {
    update(bytes) {
      const steps = bytes.length - (bytes.length % 8);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      for (let i = 0; i < steps; i += 8) {
        const a = low ^ view.getUint32(i, true);
        const b = high ^ view.getUint32(i + 4, true);
        low = fold(lows, a, b);
        high = fold(highs, a, b);
      }
      for (let i = steps; i < bytes.length; i += 1) {
        const index = (low ^ view.getUint8(i)) & 255;
        low = ((low >>> 8) | (high << 24)) ^ (lows[index] ?? 0);
        high = (high >>> 8) ^ (highs[index] ?? 0);
      }
    },
    digest: () => hex(~high) + hex(~low),
  };
}

function fold(table: Uint32Array, a: number, b: number): number {
  return (
    (table[1792 + (a & 255)] ?? 0) ^
    (table[1536 + ((a >>> 8) & 255)] ?? 0) ^
    (table[1280 + ((a >>> 16) & 255)] ?? 0) ^
    (table[1024 + (a >>> 24)] ?? 0) ^
    (table[768 + (b & 255)] ?? 0) ^
    (table[512 + ((b >>> 8) & 255)] ?? 0) ^
    (table[256 + ((b >>> 16) & 255)] ?? 0) ^
    (table[b >>> 24] ?? 0)
  );
}

/** Eight tables of 256: the k-th says what a byte becomes k bytes later. */
function tables32(): Uint32Array {
  const table = new Uint32Array(2048);
  for (let byte = 0; byte < 256; byte += 1) {
    let value = byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? CRC32C : 0);
    table[byte] = value;
  }
  for (let i = 256; i < 2048; i += 1) {
    const previous = table[i - 256] ?? 0;
    table[i] = (previous >>> 8) ^ (table[previous & 255] ?? 0);
  }
  return table;
}

function tables64(): { low: Uint32Array; high: Uint32Array } {
  const low = new Uint32Array(2048);
  const high = new Uint32Array(2048);
  for (let byte = 0; byte < 256; byte += 1) {
    let l = byte;
    let h = 0;
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) {
        l ^= NVME_LOW;
        h ^= NVME_HIGH;
      }
    }
    low[byte] = l;
    high[byte] = h;
  }
  for (let i = 256; i < 2048; i += 1) {
    const l = low[i - 256] ?? 0;
    const h = high[i - 256] ?? 0;
    low[i] = ((l >>> 8) | (h << 24)) ^ (low[l & 255] ?? 0);
    high[i] = (h >>> 8) ^ (high[l & 255] ?? 0);
  }
  return { low, high };
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
