export { completeCommand } from './complete.ts';
export { completionCommand } from './completion.ts';
