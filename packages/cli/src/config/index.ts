export { Config } from './config.ts';
export { homeConfigPath, loadConfig } from './load.ts';
export { describeOrigin } from './origin.ts';
