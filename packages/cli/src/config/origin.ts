/** Where the value of a key comes from. */
export interface Origin {
  readonly source: 'built-in' | 'home' | 'folder' | 'file' | 'variable' | 'flag';
  /** The file, the variable or the flag; empty for built-in values. */
  readonly name: string;
  readonly line: number | null;
  /** The value follows from `platform.url` of the same place. */
  readonly derived: boolean;
}

export const BUILT_IN: Origin = { source: 'built-in', name: '', line: null, derived: false };

/** An origin in words, for instance `~/.vcp/config.yaml:3` or `VCP_PLATFORM`. */
export function describeOrigin(origin: Origin): string {
  if (origin.source === 'built-in') return 'built-in';
  const place = origin.line === null ? origin.name : `${origin.name}:${origin.line}`;
  return origin.derived ? `platform.url in ${place}` : place;
}
