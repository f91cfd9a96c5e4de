// LZ4 decompression: the frame and block formats of LZ4 (lz4_Frame_format.md 1.6, lz4_Block_format.md).

/** The content of one frame; checksums are not looked at. Throws Error when the frame is damaged. */
export function lz4Frame(frame: Uint8Array): Uint8Array {
  const blocks = blocksOf(frame);
  const lengths = blocks.map(({ bytes, isPacked }) => (isPacked ? unpackedLength(bytes) : bytes.length));
  const output = new Uint8Array(lengths.reduce((total, length) => total + length, 0));
  let end = 0;
  for (const { bytes, isPacked } of blocks) {
    if (isPacked) end = unpack(bytes, output, end);
    else {
      output.set(bytes, end);
      end += bytes.length;
    }
  }
  return output;
}

interface Block {
  readonly bytes: Uint8Array;
  readonly isPacked: boolean;
}

function blocksOf(frame: Uint8Array): Block[] {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== 0x184d2204) throw new Error('LZ4 data begin with other bytes');
  const flags = frame[4];
  const has = (flag: number) => (flags & flag) !== 0;
  let at = 7 + (has(0b1000) ? 8 : 0) + (has(0b1) ? 4 : 0);
  const blocks: Block[] = [];
  for (let size = view.getUint32(at, true); size !== 0; size = view.getUint32(at, true)) {
    const length = size % 0x8000_0000;
    const bytes = frame.subarray(at + 4, at + 4 + length);
    if (bytes.length < length) throw new Error('LZ4 data are cut short');
    blocks.push({ bytes, isPacked: size < 0x8000_0000 });
    at += 4 + length + (has(0b1_0000) ? 4 : 0);
  }
  return blocks;
}

/** A length of 15 or more goes on in further bytes, each up to 255. */
function longLength(block: Uint8Array, at: number, start: number): { length: number; at: number } {
  let length = start;
  if (start !== 15) return { length, at };
  let byte = 255;
  while (byte === 255 && at < block.length) {
    byte = block[at++];
    length += byte;
  }
  return { length, at };
}

function unpackedLength(block: Uint8Array): number {
  let total = 0;
  walk(block, (_start, literals, _distance, copied) => {
    total += literals + copied;
  });
  return total;
}

function unpack(block: Uint8Array, output: Uint8Array, from: number): number {
  let end = from;
  walk(block, (start, literals, distance, copied) => {
    output.set(block.subarray(start, start + literals), end);
    end += literals;
    if (copied === 0) return;
    if (distance === 0 || distance > end) throw new Error('LZ4 data are damaged');
    // Byte by byte, for a copy may overlap what it writes.
    for (let i = 0; i < copied; i++, end++) output[end] = output[end - distance];
  });
  return end;
}

/** Visits each sequence: some literal bytes from `start`, then `copied` bytes from `distance` back (0 at the end). */
function walk(
  block: Uint8Array,
  visit: (start: number, literals: number, distance: number, copied: number) => void,
): void {
  let at = 0;
  while (at < block.length) {
    const token = block[at];
    const literals = longLength(block, at + 1, token >> 4);
    const start = literals.at;
    at = start + literals.length;
    if (at > block.length) throw new Error('LZ4 data are cut short');
    if (at === block.length) {
      visit(start, literals.length, 0, 0);
      return;
    }
    const distance = block[at] + 256 * block[at + 1];
    const match = longLength(block, at + 2, token & 15);
    visit(start, literals.length, distance, match.length + 4);
    at = match.at;
  }
}
