export {
  CredentialsAnswer,
  Croissant,
  DatasetRecord,
  Distribution,
  ErrorAnswer,
  Preview,
  PropertyValue,
  S3Credentials,
  SearchItem,
  SearchPage,
  Summary,
  WireLocation,
} from './catalog.ts';
export {
  base64Checksum,
  CHECKSUM_ALGORITHMS,
  type Checksum,
  type ChecksumAlgorithm,
  hexChecksum,
} from './checksum.ts';
export * from './errors.ts';
export { ExitCode } from './exit-code.ts';
export {
  BIOLOGY_FIELDS,
  type BiologyField,
  FIELD_DESCRIPTIONS,
  QUERY_FIELDS,
  SUMMARY_FIELDS,
  type SummaryField,
} from './fields.ts';
export { checksumOf, type Location, normalizeLocation } from './location.ts';
export { isSecretName, redact } from './redact.ts';
export { clashKey, isSafePath, safePath } from './safe-path.ts';
export { formatSize, parseSize } from './size.ts';
