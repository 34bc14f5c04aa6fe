import { Interrupted } from '@vcp/schema/errors';

/**
 * A reader that has enough (`vcp … | head`) is no error: when it closes the pipe, `interrupt` stops
 * the work quietly. Returns whether that has happened. Other errors of the stream stay errors.
 */
export function survivesClosedOutput(
  stream: Pick<NodeJS.WriteStream, 'on'>,
  interrupt: (reason: Error) => void,
): () => boolean {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
    interrupt(new Interrupted('the reader of the output has gone'));
  });
  return () => closed;
}
