import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type ScriptedAnswer,
  type ScriptedPlatformOptions,
  type SeenRequest,
  sendScripted,
} from './scripted-platform-answer.ts';
import { answerFor } from './scripted-platform-routes.ts';

export type {
  ScriptedAnswer,
  ScriptedPlatformOptions,
  SeenRequest,
} from './scripted-platform-answer.ts';
export { json } from './scripted-platform-answer.ts';
export {
  FULL_CREDENTIALS,
  ODD_DATASETS,
  type ScriptedDataset,
  scriptedDataset,
} from './scripted-platform-datasets.ts';

/** A data API on loopback that answers as the reference says, and remembers what it was asked. */
export interface ScriptedPlatform {
  readonly url: string;
  readonly dataUrl: string;
  readonly requests: SeenRequest[];
  /** The next request whose path ends so gets this answer instead; once, in order. */
  answerNext(pathEnd: string, answer: ScriptedAnswer): void;
  /** Forgets the requests seen and the answers still scripted. */
  forget(): void;
  stop(): Promise<void>;
}

/** Starts one on a free loopback port. */
export async function startScriptedPlatform(
  options: ScriptedPlatformOptions | ((url: string) => ScriptedPlatformOptions) = {},
): Promise<ScriptedPlatform> {
  const requests: SeenRequest[] = [];
  const script: { pathEnd: string; answer: ScriptedAnswer }[] = [];
  let settled: ScriptedPlatformOptions = {};
  const server = createServer((incoming, outgoing) => {
    respond(incoming, outgoing).catch((error: unknown) => outgoing.destroy(asError(error)));
  });

  async function respond(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const seen = await readRequest(incoming);
    requests.push(seen);
    const index = script.findIndex(({ pathEnd }) => seen.path.endsWith(pathEnd));
    const scripted = index === -1 ? undefined : script.splice(index, 1)[0];
    await sendScripted(outgoing, seen, scripted?.answer ?? answerFor(seen, settled));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const url = `http://127.0.0.1:${address.port}`;
  settled = typeof options === 'function' ? options(url) : options;
  return {
    url,
    dataUrl: `${url}/v1/data`,
    requests,
    answerNext: (pathEnd, answer) => script.push({ pathEnd, answer }),
    forget: () => {
      requests.length = 0;
      script.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const target = incoming.url ?? '/';
  const [path = '/', query = ''] = target.split(/\?(.*)/s, 2);
  return {
    method: incoming.method ?? 'GET',
    target,
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
