import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pythonEnvironment, temporaryFolder } from '@vcp/testing';
import { sealTokens } from './stored-tokens.ts';

/** The release whose behaviour we promise to serve. */
const RELEASE = '0.54.1';

const TIMEOUT_MS = 60_000;

/** What the original client said. It prints errors on stdout too. */
export interface Answer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The original Python client, unchanged, with a home of its own. */
export interface OriginalClient extends AsyncDisposable {
  readonly home: string;
  /** Runs `vcp ARGS`; `input` is what a person would type. */
  run(args: readonly string[], input?: string): Promise<Answer>;
}

export interface OriginalOptions {
  /** `data_api.base_url` of its configuration. */
  readonly dataUrl: string;
  /** Signed in with this id token; without it not signed in. */
  readonly token?: string;
  /** Where its boto3 finds S3. */
  readonly s3Endpoint?: string;
}

/**
 * Installs the original client, once, into a cached virtual environment, and points it at a
 * platform by nothing but its own configuration file.
 */
export async function originalClient(options: OriginalOptions): Promise<OriginalClient> {
  const environment = await pythonEnvironment(`vcp-cli-${RELEASE}`, [`vcp-cli[data]==${RELEASE}`]);
  const folder = await temporaryFolder('original');
  const settings = join(folder.path, '.vcp');
  await mkdir(settings);
  const config = { data_api: { base_url: options.dataUrl } };
  await writeFile(join(settings, 'config.yaml'), JSON.stringify(config)); // JSON is YAML
  if (options.token !== undefined) {
    const { key, tokens } = sealTokens(options.token);
    await writeFile(join(settings, '.encryption_key'), key, { mode: 0o600 });
    await writeFile(join(settings, 'tokens.json'), tokens, { mode: 0o600 });
  }
  await rememberVersionCheck(settings);
  const env = {
    PATH: process.env.PATH,
    HOME: folder.path,
    LANG: 'C.UTF-8',
    COLUMNS: '200',
    ...(options.s3Endpoint === undefined ? {} : { AWS_ENDPOINT_URL_S3: options.s3Endpoint }),
  };
  return {
    home: folder.path,
    run: (args, input = '') => run(environment.program('vcp'), args, env, folder.path, input),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}

/** It asks PyPI for its newest version once a day; here it has just done so. */
async function rememberVersionCheck(settings: string): Promise<void> {
  await mkdir(join(settings, 'cache'));
  const asked = { latest_version: RELEASE, timestamp: Date.now() / 1000 };
  await writeFile(join(settings, 'cache', 'version_check.json'), JSON.stringify(asked));
}

function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  input: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
    child.stdin.on('error', () => {}); // it ended before it read all
    child.stdin.end(input);
  });
}
