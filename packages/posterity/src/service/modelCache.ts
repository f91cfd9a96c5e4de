import { Model } from '../model.ts';

/** Opened models by the hash of their file; files never change, so what is open stays right. */
export interface ModelCache {
  /** The model of a file; `read` is called when it is not open. */
  open(hash: string, read: () => Promise<Uint8Array>): Promise<Model>;
  readonly size: () => number;
}

/** @param most models kept open; the one not asked for the longest is let go. */
export function modelCache(most: number): ModelCache {
  const open = new Map<string, Promise<Model>>();
  return {
    open(hash, read) {
      const known = open.get(hash);
      if (known !== undefined) {
        open.delete(hash);
        open.set(hash, known);
        return known;
      }
      const opening = read().then((bytes) => Model.fromNetcdf(bytes));
      open.set(hash, opening);
      // A file that could not be opened is tried again by the next request.
      opening.catch(() => open.delete(hash));
      for (const oldest of open.keys()) {
        if (open.size <= most) break;
        open.delete(oldest);
      }
      return opening;
    },
    size: () => open.size,
  };
}
