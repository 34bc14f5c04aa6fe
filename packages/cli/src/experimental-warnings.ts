/**
 * Older Nodes call node:sqlite experimental each time it is loaded. That is for us to know, and no
 * talk for the user; every other warning is shown as ever.
 */
export function hideSqliteWarning(host: Pick<NodeJS.Process, 'emitWarning'>): void {
  const emit = host.emitWarning.bind(host);
  host.emitWarning = (...args: Parameters<typeof emit>) => {
    if (!String(args[0]).startsWith('SQLite is an experimental feature')) emit(...args);
  };
}
