import { pythonEnvironment } from './python-environment.ts';
import type { S3Process, S3Settings } from './s3.ts';

const PACKAGE = 'moto[server,s3,sts]==5.2.5';

/** moto from PyPI: S3 and STS in memory. It accepts any keys. */
export async function motoProcess({ folder, port }: S3Settings): Promise<S3Process> {
  const environment = await pythonEnvironment('moto', [PACKAGE]);
  return {
    command: environment.program('moto_server'),
    args: ['-H', '127.0.0.1', '-p', String(port)],
    env: { HOME: folder },
    user: null,
    remove: [],
    stopSignal: 'SIGTERM',
  };
}
