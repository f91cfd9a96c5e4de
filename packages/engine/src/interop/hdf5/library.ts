// The HDF5 library (h5wasm), loaded when a file is first read, with files in its own memory.
import type * as H5 from 'h5wasm';

/** The library once its WebAssembly module is ready. */
export interface Hdf5Library {
  readonly hdf5: typeof H5;
  /** Runs `use` on the path of a file that exists only meanwhile; unique for each call. */
  withFile<T>(bytes: Uint8Array | undefined, use: (path: string) => T): T;
}

let loading: Promise<Hdf5Library> | undefined;

/** Loads the library once. */
export function loadHdf5(): Promise<Hdf5Library> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Hdf5Library> {
  const hdf5 = await import('h5wasm');
  const module = await hdf5.ready;
  module.activate_throwing_error_handler();
  let count = 0;
  return {
    hdf5,
    withFile(bytes, use) {
      const path = `/file-${count++}.nc`;
      try {
        if (bytes !== undefined) module.FS.writeFile(path, bytes);
        return use(path);
      } finally {
        if (module.FS.analyzePath(path, false).exists) module.FS.unlink(path);
      }
    },
  };
}
