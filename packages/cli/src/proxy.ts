type Env = Readonly<Record<string, string | undefined>>;

const LOOPBACK = 'localhost,127.0.0.1,[::1],::1';

/**
 * Sends the requests of Node's own HTTP client through the proxies that `HTTP_PROXY` and
 * `HTTPS_PROXY` name, except to this machine and to what `NO_PROXY` names. Without them it loads
 * nothing. A Node before 25.4 cannot do that, and asks directly. The result undoes it.
 */
export async function useProxies(env: Env): Promise<() => void> {
  const http = env.http_proxy || env.HTTP_PROXY;
  const https = env.https_proxy || env.HTTPS_PROXY;
  if (!http && !https) return () => {};
  const { setGlobalProxyFromEnv } = await import('node:http');
  if (typeof setGlobalProxyFromEnv !== 'function') return () => {};
  const others = env.no_proxy || env.NO_PROXY;
  return setGlobalProxyFromEnv({
    ...(http ? { http_proxy: http } : {}),
    ...(https ? { https_proxy: https } : {}),
    no_proxy: others ? `${others},${LOOPBACK}` : LOOPBACK,
  });
}
