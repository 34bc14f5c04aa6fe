export type {
  Biology,
  CatalogDataset,
  CatalogLocation,
  Creator,
  DatasetProperty,
} from './dataset.ts';
export { findDataset } from './find-dataset.ts';
export { type ImportCount, importDatasets } from './import-datasets.ts';
export { CATALOG_COMPONENT, catalogMigrations } from './migrations.ts';
export { openCatalogDatabase } from './open-catalog-database.ts';
export { CatalogCache } from './search/catalog-cache.ts';
export { type SearchRequest, type SearchResult, searchCatalog } from './search/search-catalog.ts';
export {
  type Facet,
  type FieldSummary,
  type SummaryRequest,
  summarizeField,
} from './search/summarize-field.ts';
export type { CatalogDatabase, CatalogHandle, CatalogTables } from './tables.ts';
