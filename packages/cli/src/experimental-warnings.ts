/** The part of a process that warns. */
interface Warner {
  emitWarning(warning: string | Error, ...more: unknown[]): void;
}

/**
 * Older Nodes call node:sqlite experimental each time it is loaded. That is for us to know, and no
 * talk for the user; every other warning is shown as ever.
 */
export function hideSqliteWarning(host: Warner): void {
  const emit = host.emitWarning.bind(host);
  host.emitWarning = (warning, ...more) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emit(warning, ...more);
  };
}
