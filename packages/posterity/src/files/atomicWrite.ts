import { atomicFile } from './atomicFile.ts';

/** Writes a whole file as `atomicFile` does: a reader never sees a part of it. Throws FileError. */
export async function atomicWrite(path: string, content: string | Uint8Array): Promise<void> {
  const file = await atomicFile(path);
  try {
    await file.write(content);
    await file.commit();
  } catch (error) {
    // What went wrong first is what matters.
    await file.discard();
    throw error;
  }
}

/** Refuses a place that cannot be written, before much work is done for it; makes its folder. Throws FileError. */
export async function refuseUnwritable(path: string): Promise<void> {
  await (await atomicFile(path)).discard();
}
