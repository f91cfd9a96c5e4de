import { atomicFile } from '../files/atomicFile.ts';
import type { Terminal } from './terminal.ts';

/** Where a command's result goes, part by part. */
export interface Output {
  readonly write: (text: string) => Promise<void>;
  /** Makes the result count. */
  readonly commit: () => Promise<void>;
  /** Leaves no trace of it, where that can be. */
  readonly discard: () => Promise<void>;
}

/** A file that appears when all of it is written, or standard output. Throws FileError. */
export async function openOutput(terminal: Terminal, path: string | undefined): Promise<Output> {
  if (path === undefined) {
    const nothing = (): Promise<void> => Promise.resolve();
    return { write: (text) => Promise.resolve(terminal.out(text)), commit: nothing, discard: nothing };
  }
  const file = await atomicFile(path);
  return {
    write: file.write,
    commit: async () => {
      await file.commit();
      terminal.err(`saved ${path}\n`);
    },
    discard: file.discard,
  };
}
