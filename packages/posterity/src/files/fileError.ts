import { PosterityError } from '@posterity/engine';

/** A file that cannot be read, written or understood; the message names it and says why. */
export class FileError extends PosterityError {
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super('file', `${path}: ${reason}`, options);
    this.name = 'FileError';
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a folder, not a file',
  EEXIST: 'a part of the path is not a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** The error for what the operating system said about a path; anything else is returned unchanged. */
export function fileError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code];
  return reason === undefined ? error : new FileError(path, reason, { cause: error });
}
