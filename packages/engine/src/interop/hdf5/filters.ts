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

/** Packs bytes as zlib does; a host with a quicker way than streams gives its own. */
export type Deflate = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** zlib-wrapped deflate. */
export async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The inverse of `deflate`; throws RangeError when the content is not of the size that is expected. */
export async function inflate(bytes: Uint8Array, expectedSize: number): Promise<Uint8Array> {
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream('deflate'));
  const content = new Uint8Array(expectedSize);
  let filled = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length > expectedSize) {
      await reader.cancel();
      throw new RangeError(`more than the expected ${expectedSize} bytes`);
    }
    content.set(value, filled);
    filled += value.length;
  }
  if (filled !== expectedSize) throw new RangeError(`${filled} instead of ${expectedSize} bytes`);
  return content;
}
