import { ExitCode, PartlyDone, SignInNeeded } from '@vcp/schema';
import type { FileFailure } from '@vcp/transfer';
import { expect, test } from 'vitest';
import { failuresError } from './failures.ts';

const failure = (code: FileFailure['code']): FileFailure => ({
  datasetId: 'd',
  url: 'https://host/a',
  path: 'a',
  code,
  message: 'what happened',
});

test('no failure, no error', () => {
  expect(failuresError([], 0, 3)).toBeNull();
});

test('when some succeeded the work is partly done', () => {
  const error = failuresError([failure('ERR_NETWORK')], 1, 3);
  expect(error).toBeInstanceOf(PartlyDone);
  expect(error).toMatchObject({ exitCode: 8, message: '1 of 4 files failed' });
});

test.each([
  ['ERR_SIGN_IN_NEEDED', ExitCode.SignInNeeded],
  ['ERR_FORBIDDEN', ExitCode.Forbidden],
  ['ERR_DIGEST_MISMATCH', ExitCode.Integrity],
  ['ERR_NETWORK', ExitCode.Network],
  ['ERR_NOT_FOUND', ExitCode.Failed],
] as const)('when all failed for %s the exit status is %i', (code, exitCode) => {
  const error = failuresError([failure(code), failure(code)], 2, 0);
  expect(error).toMatchObject({ code, exitCode });
  expect(error?.message).toContain('what happened');
});

test('when all failed for different reasons the work is partly done', () => {
  expect(failuresError([failure('ERR_NETWORK'), failure('ERR_FORBIDDEN')], 2, 0)).toBeInstanceOf(
    PartlyDone,
  );
});

test('the error of a sign-in says what to do', () => {
  const error = failuresError([failure('ERR_SIGN_IN_NEEDED')], 1, 0);
  expect(error).toBeInstanceOf(SignInNeeded);
  expect(error?.hint).toContain('VCP_TOKEN');
});
