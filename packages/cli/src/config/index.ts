export { Config } from './config.ts';
export type { ConfigKey, ConfigValue } from './keys.ts';
export { homeConfigPath, loadConfig } from './load.ts';
export { describeOrigin, type Origin } from './origin.ts';
