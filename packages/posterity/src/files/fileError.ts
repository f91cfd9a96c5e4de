import { readdirSync } from 'node:fs';
import { dirname, parse } from 'node:path';
import { nearest, PosterityError } from '@posterity/engine';

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
  if (reason === undefined) return error;
  const meant = code === 'ENOENT' ? nearestFile(path) : undefined;
  const wayOut = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`;
  return new FileError(path, reason + wayOut, { cause: error });
}

/** The name in a path's folder that is most like the path's own; endings, which many share, do not count. */
function nearestFile(path: string): string | undefined {
  try {
    const files = readdirSync(dirname(path));
    const stem = parse(path).name;
    const meant = files.some((file) => parse(file).name === stem)
      ? stem
      : nearest(
          stem,
          files.map((file) => parse(file).name),
        );
    return files.find((file) => parse(file).name === meant);
  } catch {
    // There is no such folder either, or it cannot be looked into.
    return undefined;
  }
}
