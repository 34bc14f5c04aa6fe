import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failed } from '@vcp/schema';
import { cacheFolder } from './cache-folder.ts';
import { findProgram, isExecutable, runProgram } from './run-program.ts';
import type { S3Process, S3Settings } from './s3.ts';

const SOURCE = 'github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c';

/** MinIO: all of S3 that we use, and STS. Installed, or built once by Go into the cache. */
export async function minioProcess({
  folder,
  port,
  accessKey,
  secretKey,
}: S3Settings): Promise<S3Process> {
  const data = join(folder, 'data');
  const command = (await findProgram('minio')) ?? (await builtMinio());
  await mkdir(data);
  return {
    command,
    args: ['server', '--quiet', '--address', `127.0.0.1:${port}`, data],
    env: {
      HOME: folder,
      MINIO_ROOT_USER: accessKey,
      MINIO_ROOT_PASSWORD: secretKey,
      MINIO_BROWSER: 'off',
      MINIO_UPDATE: 'off',
    },
    user: null,
    remove: [],
    stopSignal: 'SIGTERM',
  };
}

async function builtMinio(): Promise<string> {
  const folder = await cacheFolder('bin');
  const program = join(folder, 'minio');
  if (await isExecutable(program)) return program;
  const go = await findProgram('go');
  if (go === null) throw new Failed('not installed, and there is no Go to build it with');
  process.stderr.write('Building MinIO for the tests; this takes some minutes, once.\n');
  const building = await mkdtemp(join(folder, '.building-'));
  try {
    await runProgram(go, ['install', SOURCE], {
      cwd: building,
      env: { ...process.env, GOBIN: building },
      timeoutMs: 1_200_000,
    });
    await rename(join(building, 'minio'), program);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return program;
}
