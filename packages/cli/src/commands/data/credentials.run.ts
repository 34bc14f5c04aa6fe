import { requestCredentials } from '@vcp/client';
import { BadAnswer, Forbidden, type S3Credentials, SignInNeeded } from '@vcp/schema';
import type { VcpContext } from '../../context.ts';
import { printJson } from '../../output/json.ts';
import { note, warn } from '../../output/notes.ts';
import type { CredentialsFlags } from './credentials.ts';
import { checkedDatasetId } from './dataset-id.ts';
import { openPlatform } from './open-platform.ts';

/** Prints short-lived S3 keys of a dataset, as shell lines or JSON. */
export async function runCredentials(
  this: VcpContext,
  flags: CredentialsFlags,
  id: string,
): Promise<void> {
  checkedDatasetId(id);
  const { platform } = await openPlatform(this);
  const credentials = await requestCredentials(platform, id, this.signal);
  if (credentials === null) throw noKeys(id, (await platform.token()) !== null);
  if (this.process.stdout.isTTY === true)
    warn(this, 'these keys are a secret, and they are on your screen now');
  if (flags.json) printJson(this, documentOf(credentials));
  else this.process.stdout.write(shellLines(credentials));
  if (credentials.expiration !== null) note(this, `The keys expire at ${credentials.expiration}.`);
}

function noKeys(id: string, signedIn: boolean): Forbidden | SignInNeeded {
  const message = `the platform gives no keys for dataset ${id}`;
  return signedIn
    ? new Forbidden(message, { hint: 'It has no S3 files, or you may not read them.' })
    : new SignInNeeded(message, {
        hint: 'Sign in, or set VCP_TOKEN. A dataset without S3 files needs no keys.',
      });
}

function documentOf(credentials: S3Credentials): Readonly<Record<string, string | null>> {
  return {
    access_key_id: credentials.access_key_id,
    secret_access_key: credentials.secret_access_key,
    session_token: credentials.session_token,
    expiration: credentials.expiration,
    endpoint_url: credentials.endpoint_url,
    region: credentials.region,
  };
}

function shellLines(credentials: S3Credentials): string {
  const variables = {
    AWS_ACCESS_KEY_ID: credentials.access_key_id,
    AWS_SECRET_ACCESS_KEY: credentials.secret_access_key,
    AWS_SESSION_TOKEN: credentials.session_token,
    AWS_REGION: credentials.region,
    AWS_ENDPOINT_URL_S3: credentials.endpoint_url,
  };
  return Object.entries(variables)
    .flatMap(([name, value]) => (value ? [`export ${name}=${shellWord(value)}\n`] : []))
    .join('');
}

/** Single quotes hold anything; what cannot be in keys could still fool the one who reads it. */
function shellWord(value: string): string {
  if (!/^[\x21-\x7e]+$/.test(value))
    throw new BadAnswer('the platform sent keys with characters that no key has');
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
