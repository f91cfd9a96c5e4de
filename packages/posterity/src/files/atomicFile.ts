import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileError, fileError } from './fileError.ts';

/** A file being written beside the place it will take. */
export interface AtomicFile {
  readonly write: (content: string | Uint8Array) => Promise<void>;
  /** Flushes and puts the file in its place. */
  readonly commit: () => Promise<void>;
  /** Takes away what was written so far; does nothing after `commit`. */
  readonly discard: () => Promise<void>;
}

/**
 * Opens a file so that a reader sees the old content or the new one, never a part: it is written beside, flushed to the
 * disk, then renamed, which is flushed too. Makes the folder when it is missing. Every call throws FileError.
 */
export async function atomicFile(path: string): Promise<AtomicFile> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  const orFileError = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw fileError(path, error);
    });
  await orFileError(mkdir(folder, { recursive: true }));
  if (await isFolder(path)) throw new FileError(path, 'is a folder, not a file');
  const file = await orFileError(open(temporary, 'wx'));
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    write: (content) => orFileError(file.writeFile(content)),
    commit: () =>
      orFileError(
        (async () => {
          await file.sync();
          await close();
          await rename(temporary, path);
          await syncFolder(folder);
        })(),
      ),
    discard: async () => {
      await close().catch(() => undefined);
      await rm(temporary, { force: true }).catch(() => undefined);
    },
  };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Makes a rename survive a power cut; a system that cannot open folders does it by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
