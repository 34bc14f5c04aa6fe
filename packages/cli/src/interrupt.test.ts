import { EventEmitter } from 'node:events';
import { Interrupted } from '@vcp/schema/errors';
import { expect, test } from 'vitest';
import { survivesClosedOutput } from './closed-output.ts';
import { interruptible } from './interrupt.ts';

class Host extends EventEmitter {
  readonly exits: unknown[] = [];
  exit(code?: unknown): never {
    this.exits.push(code);
    throw new Error('ended');
  }
}

test('the first Ctrl-C aborts the signal with an Interrupted, the second ends the process with 130', () => {
  const host = new Host();
  const { signal } = interruptible(host as unknown as NodeJS.Process);
  host.emit('SIGINT');
  expect(signal.reason).toBeInstanceOf(Interrupted);
  expect(host.exits).toEqual([]);
  expect(() => host.emit('SIGINT')).toThrow('ended');
  expect(host.exits).toEqual([130]);
});

test('SIGTERM is as good, and after the end nobody listens any more', () => {
  const host = new Host();
  const { signal, end } = interruptible(host as unknown as NodeJS.Process);
  host.emit('SIGTERM');
  expect(signal.aborted).toBe(true);
  end();
  expect(host.eventNames()).toEqual([]);
});

test('a closed pipe stops the work quietly; another error of the stream is thrown', () => {
  const stream = new EventEmitter();
  const reasons: Error[] = [];
  const isClosed = survivesClosedOutput(stream as unknown as NodeJS.WriteStream, (reason) => {
    reasons.push(reason);
  });
  expect(() => stream.emit('error', Object.assign(new Error('x'), { code: 'EIO' }))).toThrow('x');
  expect(isClosed()).toBe(false);
  stream.emit('error', Object.assign(new Error('gone'), { code: 'EPIPE' }));
  expect([isClosed(), reasons.length]).toEqual([true, 1]);
});
