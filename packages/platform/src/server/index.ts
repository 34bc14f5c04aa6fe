/*
 * `@vcp/platform/serve`: what it takes to answer requests. Apart from the rest of the platform, so
 * that commands which serve nothing do not load a web server.
 */
export { DEFAULT_VIEWER_URL } from './data/neuroglancer.ts';
export { loopbackHost } from './listen.ts';
export { LOG_LEVELS, type LogLevel, openLog, openLogFile } from './log.ts';
export { type ServedPlatform, type ServeOptions, servePlatform } from './serve-platform.ts';
