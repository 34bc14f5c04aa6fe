import type { CandidatesDatabase } from './candidates/database.ts';
import { noteFailure } from './candidates/listing.ts';
import { unlistedLocations } from './candidates/rows.ts';
import { transferContext } from './context.ts';
import { vcpErrorOf } from './failure.ts';
import { type Listing, settleLocation } from './list-folder.ts';
import type { DownloadOptions } from './options.ts';
import { createRetryBudget } from './retry.ts';
import { createSlots } from './slots.ts';
import { openStores } from './source-stores.ts';
import { keepYoungHeapSmall } from './young-heap.ts';

/** What planning and downloading have in common. Close its stores. */
export type Session = Listing;

/** Opens stores and limits for one download. */
export async function openSession(
  candidates: CandidatesDatabase,
  options: DownloadOptions,
  signal: AbortSignal,
): Promise<Session> {
  keepYoungHeapSmall();
  const context = transferContext(options.context);
  return {
    candidates,
    options,
    context,
    signal,
    stores: await openStores(options, context),
    lanes: createSlots(options.files),
    budget: createRetryBudget(context.limits.retryBudget),
  };
}

/**
 * Lists the folders that are not listed yet, several at a time. One that cannot be listed is noted
 * as failed, and tried again by the next run.
 */
export async function settleLocations(session: Session): Promise<void> {
  const { candidates, options, signal } = session;
  const locations = unlistedLocations(candidates.sqlite, options.extensions);
  const work = async () => {
    for (const location of locations) {
      signal.throwIfAborted();
      try {
        await settleLocation(session, location);
      } catch (error) {
        signal.throwIfAborted();
        const { code, message } = vcpErrorOf(error, location.url);
        noteFailure(candidates.sqlite, location.candidateId, code, message);
      }
    }
  };
  await Promise.all(Array.from({ length: options.files }, work));
}
