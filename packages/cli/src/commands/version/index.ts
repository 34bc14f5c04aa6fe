export { versionCommand } from './version.ts';
