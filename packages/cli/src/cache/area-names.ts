/** The kinds of things that vcp, and the original client, keep on disk besides settings. */
export const AREA_NAMES = ['downloads', 'uploads', 'benchmarks', 'version'] as const;

export type AreaName = (typeof AREA_NAMES)[number];
