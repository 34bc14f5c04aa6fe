export type { QueryNode } from './node.ts';
export { parseQuery } from './parse.ts';
export { printQuery } from './print-query.ts';
export { QuerySyntaxError } from './query-syntax-error.ts';
