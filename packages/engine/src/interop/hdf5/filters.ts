// HDF5's shuffle and deflate filters.

/** Above this many bytes an array is stored as it is, so that readers can take slices without unpacking it all. */
export const LARGEST_CHUNK = 64 * 2 ** 20;

/** zlib's default, which CompressionStream uses. */
export const DEFLATE_LEVEL = 6;

/** The bytes of elements, all first bytes first: slowly changing ones come together and pack well. */
export function shuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = bytes.length / elementSize;
  const shuffled = new Uint8Array(bytes.length);
  for (let k = 0, to = 0; k < elementSize; k++) {
    for (let i = 0, from = k; i < count; i++, from += elementSize) shuffled[to++] = bytes[from];
  }
  return shuffled;
}

/** The inverse of `shuffle`. */
export function unshuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = bytes.length / elementSize;
  const elements = new Uint8Array(bytes.length);
  for (let k = 0, from = 0; k < elementSize; k++) {
    for (let i = 0, to = k; i < count; i++, to += elementSize) elements[to] = bytes[from++];
  }
  return elements;
}

/** zlib-wrapped deflate. */
export function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  return pass(bytes, new CompressionStream('deflate'));
}

/** The inverse of `deflate`; rejects when the bytes are not whole. */
export function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  return pass(bytes, new DecompressionStream('deflate'));
}

async function pass(
  bytes: Uint8Array,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(through);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
