// Whether a file is the one that was read.
import { stat } from 'node:fs/promises';
import { FileError } from '../files/fileError.ts';

/** Another text after every change of the file; '' where there is none. */
export async function fileState(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs}`;
  } catch {
    // Who reads the file tells its absence better.
    return '';
  }
}

/** What reading a file gives. @throws FileError when it changed meanwhile, so that parts of two files may be mixed */
export async function readUnchanged<T>(path: string, read: () => Promise<T>): Promise<T> {
  const before = await fileState(path);
  const found = await read();
  await refuseChanged(path, before);
  return found;
}

/** Items of which the first comes when the file has been read. @throws FileError as `readUnchanged` does */
export async function* readUnchangedAll<T>(path: string, read: () => AsyncIterable<T>): AsyncGenerator<T> {
  const before = await fileState(path);
  let isRead = false;
  for await (const item of read()) {
    if (!isRead) await refuseChanged(path, before);
    isRead = true;
    yield item;
  }
}

async function refuseChanged(path: string, before: string): Promise<void> {
  if ((await fileState(path)) !== before)
    throw new FileError(path, 'changed while it was read, so that its rows may be torn; try again');
}
