/** A growing byte buffer with the number encodings of the WebAssembly binary format. */
export class ByteWriter {
  length = 0;
  #bytes: Uint8Array;
  #view: DataView;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  #reserve(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + count));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  bytes(values: Uint8Array): void {
    this.#reserve(values.length);
    this.#bytes.set(values, this.length);
    this.length += values.length;
  }

  /** Unsigned LEB128 of a 32 bit integer. */
  unsigned(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.length++] = rest;
  }

  /** Signed LEB128 of a 32 bit integer. */
  signed(value: number): void {
    this.#reserve(5);
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
        this.#bytes[this.length++] = low;
        return;
      }
      this.#bytes[this.length++] = low | 0x80;
    }
  }

  /** Signed LEB128 of a 64 bit integer given as its two 32 bit halves. */
  signed64(low: number, high: number): void {
    this.#reserve(10);
    let lower = low | 0;
    let upper = high | 0;
    for (;;) {
      const group = lower & 0x7f;
      lower = (lower >>> 7) | (upper << 25);
      upper >>= 7;
      const isZero = lower === 0 && upper === 0 && (group & 0x40) === 0;
      const isMinusOne = lower === -1 && upper === -1 && (group & 0x40) !== 0;
      if (isZero || isMinusOne) {
        this.#bytes[this.length++] = group;
        return;
      }
      this.#bytes[this.length++] = group | 0x80;
    }
  }

  /** Four little-endian bytes. */
  word(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.length, value, true);
    this.length += 4;
  }

  /** Eight little-endian bytes of a double. */
  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  /** A length-prefixed UTF-8 name; only ASCII names are used here. */
  name(text: string): void {
    this.unsigned(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** The bytes written so far, as a view that the next write may invalidate. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}
