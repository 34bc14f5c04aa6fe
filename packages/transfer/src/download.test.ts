import { type FaultServer, startFaultServer } from '@vcp/testing/fault-server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { candidate, filesBelow, sha256, testBytes, testDownload } from './test-download.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.stop());

test('files arrive whole, verified and under their names; a second run finds nothing to do', async () => {
  await using run = await testDownload();
  const small = testBytes(1_000, 1);
  const large = testBytes(100_000, 2);
  server.objects.set('/a/small.csv', { body: small });
  server.objects.set('/b/large.h5ad', { body: large });
  server.objects.set('/b/empty.txt', { body: Buffer.alloc(0) });
  const candidates = await run.collect(
    candidate(`${server.url}/a/small.csv`, { checksum: sha256(small) }),
    candidate(`${server.url}/b/large.h5ad`, { checksum: sha256(large), size: large.length }),
    candidate(`${server.url}/b/empty.txt`),
  );

  const summary = await run.download(candidates);
  expect(summary).toMatchObject({
    files: 3,
    bytes: 101_000,
    alreadyThere: 0,
    verified: { sha256: 2, length: 1 },
    failures: [],
    interrupted: false,
    stopped: null,
  });
  expect(filesBelow(run.outdir)).toEqual(
    new Map([
      ['empty.txt', Buffer.alloc(0)],
      ['large.h5ad', large],
      ['small.csv', small],
    ]),
  );
  expect(candidates.counts()).toEqual({ candidates: 3, datasets: 3, pending: 0 });

  server.forgetRequests();
  const again = await run.download(candidates);
  expect(again).toMatchObject({ files: 0, alreadyThere: 3, failures: [] });
  expect(server.requests).toEqual([]);
});
