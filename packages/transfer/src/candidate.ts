import type { Location } from '@vcp/schema';

/** One location of a dataset, chosen for download. */
export interface CandidateInput {
  readonly datasetId: string;
  readonly datasetName: string;
  readonly namespace: string | null;
  readonly location: Location;
}

/**
 * All that decides what a download consists of. Equal signatures mean the same download; anything
 * else is another one, also when the queries look alike.
 */
export interface QuerySignature {
  readonly query: string;
  readonly exact: boolean;
  readonly allVersions: boolean;
  readonly namespace: string | null;
  /** The data API that answered. */
  readonly platform: string;
  /** Who asked, or null for nobody. */
  readonly account: string | null;
}
