export {
  readS3Connection,
  readS3Settings,
  type S3Options,
  type S3Settings,
} from './credentials/s3-settings.ts';
export type { ImportEvent, ImportRemark } from './import/imported.ts';
export type { ImportSummary } from './import/save-import.ts';
export { accessTokenFile } from './server/access-token.ts';
export { addExample } from './server/add-example.ts';
export {
  databaseFile,
  migrateCatalog,
  openCatalog,
  type PlatformPlace,
} from './server/data-folder.ts';
export { type ImportSourceOptions, importSource } from './server/import-source.ts';
export {
  type CatalogContents,
  type PlatformStatus,
  readPlatformStatus,
} from './server/platform-status.ts';
