import { BadAnswer, NetworkError, ServerError } from '@vcp/schema/errors';
import { signV4 } from '@vcp/transfer';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { S3Settings } from './s3-settings.ts';

/** Keys that expire by themselves. */
export interface AssumedRole {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

// The shortest that STS offers.
const DURATION_SECONDS = 900;
const TIMEOUT_MS = 15_000;
const MAX_ANSWER_CHARACTERS = 64 * 1024;

const StsAnswer = z.object({
  AssumeRoleResponse: z.object({
    AssumeRoleResult: z.object({
      Credentials: z.object({
        AccessKeyId: z.string().min(1),
        SecretAccessKey: z.string().min(1),
        SessionToken: z.string().min(1),
        Expiration: z.iso.datetime().transform((text) => new Date(text)),
      }),
    }),
  }),
});

/**
 * Asks STS for keys that can do at most what `policy` allows (and never more than the platform's
 * own keys can), for the shortest time that STS offers. One request, not retried: the client that
 * waits for it retries.
 *
 * @throws ServerError when STS refuses; its words are in the cause, for the log
 * @throws NetworkError when it cannot be reached or does not answer in time
 * @throws BadAnswer when it answers something else than keys
 */
export async function assumeRole(
  settings: S3Settings,
  policy: string,
  signal: AbortSignal,
): Promise<AssumedRole> {
  const { status, text } = await askSts(settings, requestBody(settings, policy), signal);
  if (status !== 200)
    throw new ServerError(`the S3 service refused to issue keys (status ${status})`, {
      cause: new Error(text.slice(0, 500)),
    });
  const parsed = StsAnswer.safeParse(readXml(text));
  if (!parsed.success) throw new BadAnswer('the S3 service answered AssumeRole without keys');
  const keys = parsed.data.AssumeRoleResponse.AssumeRoleResult.Credentials;
  return {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
    expiration: keys.Expiration,
  };
}

function requestBody(settings: S3Settings, policy: string): string {
  return new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    DurationSeconds: String(DURATION_SECONDS),
    Policy: policy,
    // Services other than AWS want the member, and do not look at it.
    RoleArn: settings.roleArn ?? 'arn:aws:iam::000000000000:role/platform',
    RoleSessionName: 'vcp-platform',
  }).toString();
}

async function askSts(settings: S3Settings, body: string, signal: AbortSignal) {
  const url = new URL(settings.endpointUrl ?? `https://sts.${settings.region}.amazonaws.com/`);
  const headers = signV4(
    {
      method: 'POST',
      host: url.host,
      path: url.pathname,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body,
    },
    settings,
    { service: 'sts', region: settings.region, now: new Date() },
  );
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.any([signal, timeout]),
    });
    return { status: response.status, text: await readBounded(response) };
  } catch (error) {
    signal.throwIfAborted();
    throw new NetworkError('the S3 service did not answer when asked for keys', { cause: error });
  }
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ANSWER_CHARACTERS) throw new RangeError('the answer is too long');
  }
  return text + decoder.decode();
}

function readXml(text: string): unknown {
  try {
    return new XMLParser({ parseTagValue: false }).parse(text);
  } catch {
    return null;
  }
}
