import { FileSystemError, InputError, NotFound, UnsafePath } from '@vcp/schema';

const CODES = ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'EIO'];

/**
 * Whether an error is about one file or document, so that the others go on. Everything else, the
 * database for one, ends the import.
 */
export function isAboutTheFile(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const kinds = [InputError, UnsafePath, FileSystemError, NotFound];
  return kinds.some((Kind) => error instanceof Kind) || CODES.includes(Reflect.get(error, 'code'));
}
