import { randomBytes } from 'node:crypto';
import { Failed } from '@vcp/schema';
import { onFreePort } from './free-port.ts';
import { keepProcess, type ServerProcess } from './kept-process.ts';
import { minioProcess } from './minio.ts';
import { motoProcess } from './moto.ts';
import { listBuckets } from './s3-objects.ts';
import { seaweedProcess } from './seaweed.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitUntil } from './wait-until.ts';

/** An S3 server and the keys of its owner. */
export interface S3Server {
  readonly endpoint: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly region: string;
  stop(): Promise<void>;
}

/** What a kind of server needs to know to start. */
export interface S3Settings {
  readonly folder: string;
  readonly port: number;
  readonly accessKey: string;
  readonly secretKey: string;
}

/** How a kind of server is run in `S3Settings.folder`, which goes away with it. */
export type S3Process = Omit<ServerProcess, 'cwd' | 'log'>;

type Kind = (settings: S3Settings) => Promise<S3Process>;

/** In the order of how much of S3 they can; only MinIO and moto have STS AssumeRole. */
const KINDS: Readonly<Record<string, Kind>> = {
  minio: minioProcess,
  seaweedfs: seaweedProcess,
  moto: motoProcess,
};

/**
 * Starts an S3 server of the caller's own: loopback only, random keys, its data in a temporary
 * folder. MinIO, else SeaweedFS, else moto (`VCP_TEST_S3` names one of them and allows no other).
 * It is stopped and removed by `stop()`, and also when this process dies. Throws `Failed`, with the
 * reason for each, when none can be had.
 */
export async function launchS3(): Promise<S3Server> {
  const wanted = process.env.VCP_TEST_S3;
  const kinds = Object.entries(KINDS).filter(([name]) => wanted === undefined || name === wanted);
  const reasons: string[] = [];
  for (const [name, kind] of kinds) {
    try {
      return await onFreePort((port) => launchKind(name, kind, port));
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new Failed(`No S3 server can be had for the tests.\n${reasons.join('\n')}`, {
    hint: 'Install MinIO (or Go, to build it) or Python 3, and look at VCP_TEST_S3.',
  });
}

async function launchKind(name: string, kind: Kind, port: number): Promise<S3Server> {
  const folder = await temporaryFolder(name);
  const keys = {
    accessKey: randomBytes(10).toString('hex'),
    secretKey: randomBytes(20).toString('hex'),
  };
  const access = { endpoint: `http://127.0.0.1:${port}`, ...keys, region: 'us-east-1' };
  try {
    const process = await kind({ folder: folder.path, port, ...keys });
    const server = await keepProcess({
      ...process,
      cwd: folder.path,
      log: `${folder.path}/log`,
      remove: [folder.path, ...process.remove],
    });
    try {
      await waitUntil(() => answers(access), server.died, name);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return { ...access, stop: server.stop };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function answers(access: Omit<S3Server, 'stop'>): Promise<boolean> {
  try {
    await listBuckets(access);
    return true;
  } catch {
    return false;
  }
}
