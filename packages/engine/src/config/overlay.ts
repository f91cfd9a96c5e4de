// `extends:` and per-unit overlays: configs laid over each other, each value remembering where it came from.
import { ConfigError, problem } from './errors.ts';
import { describeValue } from './path.ts';
import { originsIn, type Position } from './read.ts';

/** One config as written, with its name for messages (a file's path, `overrides[0]`). */
export interface Layer {
  readonly name: string;
  readonly value: unknown;
  readonly positionOf?: (path: readonly PropertyKey[]) => Position | undefined;
}

export interface Layered {
  readonly value: unknown;
  /** `adoption.yaml:12:5` of the layer that decided the value at a path, or of the nearest place around it. */
  readonly originOf: (path: readonly PropertyKey[]) => string | undefined;
}

/**
 * Lays later layers over earlier ones: mappings merge key by key, anything else (lists too) replaces,
 * and null removes a key. A variable or likelihood whose `dist` changes loses the parameters of the old one.
 */
export function overlay(layers: readonly Layer[]): Layered {
  const origins = new Map<string, Layer>();
  let merged: unknown;
  for (const layer of layers) merged = merge(merged, layer.value, [], layer, origins);
  return {
    value: merged,
    originOf: (path) => {
      for (let length = path.length; length >= 0; length--) {
        const layer = origins.get(keyOf(path.slice(0, length)));
        if (layer !== undefined) return describe(layer, path);
      }
      return undefined;
    },
  };
}

/**
 * The chain of a config and the configs it extends, base first, without the word `extends` itself.
 * `load` gives the config that `reference` names when written in the layer `from`.
 * @throws ConfigError when a chain comes back to itself
 */
export async function extendsChain(
  top: Layer,
  load: (reference: string, from: Layer) => Layer | Promise<Layer>,
): Promise<Layer[]> {
  const chain: Layer[] = [];
  let layer = top;
  for (;;) {
    const { rest, reference } = withoutExtends(layer);
    chain.unshift({ ...layer, value: rest });
    if (reference === undefined) return chain;
    const next = await load(reference, layer);
    if (chain.some((it) => it.name === next.name)) {
      const ring = [...chain.map((it) => it.name).reverse(), next.name].join(' → ');
      const message = `configs extend each other in a ring: ${ring}`;
      throw new ConfigError([
        problem({ path: 'extends', code: 'cycle', found: ring, expected: 'a chain that ends', message }),
      ]);
    }
    layer = next;
  }
}

function withoutExtends(layer: Layer): { rest: unknown; reference?: string } {
  if (!isMapping(layer.value) || !Object.hasOwn(layer.value, 'extends')) return { rest: layer.value };
  const { extends: reference, ...rest } = layer.value;
  if (typeof reference === 'string' && reference !== '') return { rest, reference };
  const found = describeValue(reference);
  const origin = describe(layer, ['extends']);
  throw new ConfigError([
    problem({ path: 'extends', code: 'wrong_value', found, expected: 'the path of a config file', origin }),
  ]);
}

function merge(
  below: unknown,
  above: unknown,
  path: readonly PropertyKey[],
  layer: Layer,
  origins: Map<string, Layer>,
): unknown {
  if (!isMapping(below) || !isMapping(above)) {
    forget(path, origins);
    origins.set(keyOf(path), layer);
    return isMapping(above) ? merge({}, above, path, layer, origins) : above;
  }
  const result = new Map(Object.entries(below));
  const changesDistribution =
    typeof above['dist'] === 'string' && typeof below['dist'] === 'string' && above['dist'] !== below['dist'];
  if (changesDistribution) {
    for (const key of ['params', 'between', 'mass', 'initval']) {
      result.delete(key);
      forget([...path, key], origins);
    }
  }
  for (const [key, value] of Object.entries(above)) {
    const place = [...path, key];
    if (value === null) {
      result.delete(key);
      forget(place, origins);
    } else result.set(key, merge(result.get(key), value, place, layer, origins));
  }
  return Object.fromEntries(result);
}

function forget(path: readonly PropertyKey[], origins: Map<string, Layer>): void {
  const key = keyOf(path);
  for (const other of origins.keys()) {
    if (other === key || other.startsWith(`${key}\0`) || key === '') origins.delete(other);
  }
}

function describe(layer: Layer, path: readonly PropertyKey[]): string {
  return originsIn(layer.name, layer.positionOf)(path);
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.map(String).join('\0');
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
