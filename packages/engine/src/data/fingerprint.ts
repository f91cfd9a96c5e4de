// A hash of columns' contents, to know whether data changed. SHA-256 (FIPS 180-4), synchronous everywhere.
import type { Column, Table } from './columns.ts';

/**
 * 64 hex digits that depend on the names, kinds and cells of the columns and on the order of rows,
 * not on the order of the columns; −0 and 0 are one, every NaN is one.
 */
export function fingerprint(table: Table, names: readonly string[] = Object.keys(table.columns)): string {
  const hash = new Sha256();
  for (const name of [...names].sort()) {
    hash.text(name);
    hashColumn(hash, table.columns[name]);
  }
  return hash.hex();
}

/** SHA-256 of a text's UTF-8 bytes, 64 hex digits. */
export function hashText(text: string): string {
  const hash = new Sha256();
  hash.update(new TextEncoder().encode(text));
  return hash.hex();
}

function hashColumn(hash: Sha256, column: Column): void {
  hash.text(`${column.kind}:${column.values.length}`);
  if (column.kind === 'text') {
    for (const cell of column.values) hash.text(cell);
    return;
  }
  const block = new DataView(new ArrayBuffer(8 * 512));
  for (let start = 0; start < column.values.length; start += 512) {
    const end = Math.min(start + 512, column.values.length);
    for (let row = start; row < end; row++) {
      const value = column.values[row];
      block.setFloat64((row - start) * 8, Number.isNaN(value) ? Number.NaN : value + 0, true);
    }
    hash.update(new Uint8Array(block.buffer, 0, (end - start) * 8));
  }
}

/** Hash of a stream of bytes. */
class Sha256 {
  private readonly state = Uint32Array.from(initialState);
  private readonly block = new Uint8Array(64);
  private readonly schedule = new Uint32Array(64);
  private readonly encoder = new TextEncoder();
  private length = 0;

  /** A text with its length before it, so that neighbours cannot run together. */
  text(text: string): void {
    const bytes = this.encoder.encode(text);
    this.update(
      Uint8Array.of(
        bytes.length & 255,
        (bytes.length >>> 8) & 255,
        (bytes.length >>> 16) & 255,
        bytes.length >>> 24,
      ),
    );
    this.update(bytes);
  }

  update(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) {
      this.block[this.length % 64] = bytes[i];
      this.length++;
      if (this.length % 64 === 0) this.compress();
    }
  }

  hex(): string {
    const bits = this.length * 8;
    this.update(Uint8Array.of(0x80));
    while (this.length % 64 !== 56) this.update(Uint8Array.of(0));
    const view = new DataView(this.block.buffer);
    view.setUint32(56, Math.floor(bits / 2 ** 32));
    view.setUint32(60, bits >>> 0);
    this.compress();
    return Array.from(this.state, (word) => word.toString(16).padStart(8, '0')).join('');
  }

  // FIPS 180-4 §6.2.2; names w, a … h are the standard's.
  private compress(): void {
    const w = this.schedule;
    const view = new DataView(this.block.buffer);
    for (let t = 0; t < 16; t++) w[t] = view.getUint32(t * 4);
    for (let t = 16; t < 64; t++) {
      const s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >>> 3);
      const s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >>> 10);
      w[t] = (w[t - 16] + s0 + w[t - 7] + s1) | 0;
    }
    let [a, b, c, d, e, f, g, h] = this.state;
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + roundConstants[t] + w[t]) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      this.state[i] += word;
    });
  }
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

// FIPS 180-4 §5.3.3 and §4.2.2: fractional bits of the square and cube roots of the first primes.
const initialState = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const roundConstants = Uint32Array.of(
  0x428a2f98,
  0x71374491,
  0xb5c0fbcf,
  0xe9b5dba5,
  0x3956c25b,
  0x59f111f1,
  0x923f82a4,
  0xab1c5ed5,
  0xd807aa98,
  0x12835b01,
  0x243185be,
  0x550c7dc3,
  0x72be5d74,
  0x80deb1fe,
  0x9bdc06a7,
  0xc19bf174,
  0xe49b69c1,
  0xefbe4786,
  0x0fc19dc6,
  0x240ca1cc,
  0x2de92c6f,
  0x4a7484aa,
  0x5cb0a9dc,
  0x76f988da,
  0x983e5152,
  0xa831c66d,
  0xb00327c8,
  0xbf597fc7,
  0xc6e00bf3,
  0xd5a79147,
  0x06ca6351,
  0x14292967,
  0x27b70a85,
  0x2e1b2138,
  0x4d2c6dfc,
  0x53380d13,
  0x650a7354,
  0x766a0abb,
  0x81c2c92e,
  0x92722c85,
  0xa2bfe8a1,
  0xa81a664b,
  0xc24b8b70,
  0xc76c51a3,
  0xd192e819,
  0xd6990624,
  0xf40e3585,
  0x106aa070,
  0x19a4c116,
  0x1e376c08,
  0x2748774c,
  0x34b0bcb5,
  0x391c0cb3,
  0x4ed8aa4a,
  0x5b9cca4f,
  0x682e6ff3,
  0x748f82ee,
  0x78a5636f,
  0x84c87814,
  0x8cc70208,
  0x90befffa,
  0xa4506ceb,
  0xbef9a3f7,
  0xc67178f2,
);
