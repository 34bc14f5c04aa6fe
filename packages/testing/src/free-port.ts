import { createServer } from 'node:net';

/**
 * A loopback port that was free a moment ago. Another process may take it before it is used, so
 * the caller starts again with another port when its server cannot bind.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new TypeError('a TCP server has no port'));
      });
    });
  });
}

/** Starts a server on a free port; with another port, twice more, if somebody was faster. */
export async function onFreePort<Server>(
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === 3 || !/in use/i.test(String(error))) throw error;
    }
  }
}
