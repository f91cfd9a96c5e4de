import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileError } from './fileError.ts';

/**
 * Writes a file so that a reader sees the old content or the new one, never a part: beside it, flushed to
 * the disk, then renamed, which is flushed too. Makes the folder when it is missing. Throws FileError.
 */
export async function atomicWrite(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    // What went wrong first is what matters.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw fileError(path, error);
  }
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
