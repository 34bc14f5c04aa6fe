/** What the exit status of `vcp` says. Scripts rely on these: a meaning never changes. */
export const ExitCode = {
  /** All that was asked for is done. */
  Done: 0,
  /** It failed for a reason that has no code of its own. */
  Failed: 1,
  /** The command line or the configuration is wrong. */
  Usage: 2,
  /** Sign in first. */
  SignInNeeded: 4,
  /** Signed in, but not allowed; or terms were not accepted. */
  Forbidden: 5,
  /** Bytes are not what they should be. */
  Integrity: 6,
  /** The server or the network failed, also after retries. */
  Network: 7,
  /** Some of it is done; the list of failures was printed. */
  PartlyDone: 8,
  /** Interrupted (Ctrl-C); the same command goes on where it stopped. */
  Interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
