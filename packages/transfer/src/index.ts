export type { CandidateInput, QuerySignature } from './candidate.ts';
export { collectCandidates } from './candidates/collect.ts';
export type { CandidatesDatabase } from './candidates/database.ts';
export { findCandidates } from './candidates/find.ts';
export type { TransferContext, TransferLimits } from './context.ts';
export { downloadCandidates } from './download.ts';
export type { ActiveFile, TransferEvent } from './events.ts';
export type { FileSystem } from './file-system.ts';
export type {
  Clash,
  DownloadOptions,
  DownloadPlan,
  DownloadSummary,
  ExistingPolicy,
  FileFailure,
  Layout,
  Verification,
} from './options.ts';
export { planDownload } from './plan.ts';
export { listObjects, type S3Connection } from './stores/list-objects.ts';
export type { S3Object } from './stores/s3-list.ts';
export { type SignableRequest, type SigningKeys, signV4 } from './stores/sigv4.ts';
