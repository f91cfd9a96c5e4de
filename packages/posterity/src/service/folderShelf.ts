import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../files/fileError.ts';
import { readBytes } from '../files/readText.ts';
import type { ModelCache } from './modelCache.ts';
import type { Shelf } from './shelf.ts';

/** The saved models (`NAME.nc`) of a folder; a file that is replaced is opened anew at the next request. */
export function folderShelf(folder: string, cache: ModelCache): Shelf {
  const hashes = new Map<string, { readonly stamp: string; readonly hash: string }>();
  const names = async (): Promise<string[]> => {
    try {
      const files = await readdir(folder);
      return files
        .filter((file) => file.endsWith('.nc'))
        .map((file) => file.slice(0, -'.nc'.length))
        .sort();
    } catch (error) {
      throw fileError(folder, error);
    }
  };
  const hashOf = async (name: string): Promise<string> => {
    const path = join(folder, `${name}.nc`);
    const { size, mtimeMs } = await stat(path);
    const stamp = `${size} ${mtimeMs}`;
    const known = hashes.get(name);
    if (known?.stamp === stamp) return known.hash;
    const hash = createHash('sha256')
      .update(await readBytes(path))
      .digest('hex');
    hashes.set(name, { stamp, hash });
    return hash;
  };
  return {
    names,
    async find(name) {
      // Only what the folder lists can be asked for, so that no name leads out of it.
      if (!(await names()).includes(name)) return undefined;
      const hash = await hashOf(name);
      return { name, hash, model: await cache.open(hash, () => readBytes(join(folder, `${name}.nc`))) };
    },
    check: async () => void (await names()),
  };
}
