// Builds the engine for pages, dependencies in, minified: all of it, and by itself the part that fits and predicts.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsdown';

const engine = fileURLToPath(new URL('../packages/engine', import.meta.url));
const source = (name) => join(engine, 'src', `${name}.ts`);

/** @param shared tsdown's options that every build shares */
export async function buildForPages(shared, outDir = join(engine, 'dist/browser')) {
  await Promise.all([
    pages(shared, { outDir, entry: { hdf5: 'h5wasm' } }),
    pages(shared, {
      outDir,
      entry: { engine: source('index'), worker: source('worker') },
      plugins: [hdf5At('./hdf5.js')],
    }),
    buildFitting(shared, join(outDir, 'fitting')),
  ]);
}

/** `fitting.js`, the program of its workers, and what both load at once in one file: cut into more it packs worse. */
async function buildFitting(shared, outDir) {
  await pages(shared, {
    outDir,
    entry: { fitting: source('fitting'), worker: source('worker') },
    plugins: [hdf5At('../hdf5.js')],
    outputOptions: { codeSplitting: { groups: [{ name: atOnce(source('fitting')) }] } },
  });
}

function pages(shared, options) {
  return build({
    ...shared,
    cwd: engine,
    platform: 'browser',
    dts: false,
    minify: true,
    deps: { alwaysBundle: [/.*/], onlyBundle: false },
    ...options,
  });
}

/** Only files that others wrote need this library, 1 MB packed: a file of its own that both builds share. */
function hdf5At(path) {
  return {
    name: 'hdf5',
    enforce: 'pre',
    resolveId: (id) => (id === 'h5wasm' ? { id: path, external: true } : undefined),
  };
}

/** Names the file of what is reached from a module by static imports. */
function atOnce(start) {
  let reached;
  const reach = (context) => {
    const found = new Set([start]);
    for (const id of found) for (const next of context.getModuleInfo(id)?.importedIds ?? []) found.add(next);
    return found;
  };
  return (id, context) => {
    reached ??= reach(context);
    return reached.has(id) ? 'core' : null;
  };
}
