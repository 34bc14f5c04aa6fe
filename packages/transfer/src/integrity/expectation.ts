import { CHECKSUM_ALGORITHMS, type Checksum, DigestMismatch } from '@vcp/schema';
import type { Verification } from '../options.ts';
import type { SourceVersion } from '../stores/store.ts';
import { createHasher, type Hasher, partsHasher } from './hasher.ts';

/** What a file must turn out to be, besides its length. */
export interface Expectation {
  readonly verification: Verification;
  readonly value: string;
  hasher(): Hasher;
}

/**
 * What to hold a file against: what the catalog promised, else the strongest that the store offers,
 * else null: then only its length is known.
 */
export function strongest(
  promised: Checksum | null,
  version: SourceVersion | null,
): Expectation | null {
  const offered = version?.checksums ?? [];
  const byStrength = CHECKSUM_ALGORITHMS.map((algorithm) =>
    offered.find((checksum) => checksum.algorithm === algorithm),
  );
  const checksum = promised ?? byStrength.find((found) => found !== undefined);
  if (checksum)
    return {
      verification: checksum.algorithm,
      value: checksum.value,
      hasher: () => createHasher(checksum.algorithm),
    };
  return version?.compositeMd5?.parts === 1
    ? partsExpectation(version.compositeMd5.value, Number.MAX_SAFE_INTEGER)
    : null;
}

/** What a composite ETag says, once the size of the uploaded parts is known. */
export function partsExpectation(value: string, partSize: number): Expectation {
  return { verification: 'md5-parts', value, hasher: () => partsHasher(partSize) };
}

/** @throws {DigestMismatch} when the digest is not the expected one */
export function refuseMismatch(path: string, digest: string, expected: Expectation): void {
  if (digest === expected.value) return;
  throw new DigestMismatch(
    `${path}: the ${expected.verification} is ${digest}, it should be ${expected.value}`,
    { hint: 'The file at its source is not the one that was promised. Tell its owner.' },
  );
}
