export { readStoredToken, type StoredToken } from './auth/stored-token.ts';
export { buildQuery, type CatalogQuery } from './catalog/build-query.ts';
export { type ReadDatasetOptions, readDataset, readDatasetRaw } from './catalog/read-dataset.ts';
export { readPreview } from './catalog/read-preview.ts';
export { requestCredentials } from './catalog/request-credentials.ts';
export { type SearchRequest, searchPages } from './catalog/search-pages.ts';
export { summarizeField } from './catalog/summarize-field.ts';
export type { Platform } from './platform.ts';
export { checkedUrl, isLoopback } from './wire/follow-redirects.ts';
