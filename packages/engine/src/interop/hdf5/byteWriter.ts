// A growing run of little-endian bytes.

export class ByteWriter {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  length = 0;

  private grow(by: number): number {
    const at = this.length;
    this.length += by;
    if (this.length > this.bytes.length) {
      const bigger = new Uint8Array(Math.max(2 * this.bytes.length, this.length));
      bigger.set(this.bytes);
      this.bytes = bigger;
      this.view = new DataView(bigger.buffer);
    }
    return at;
  }

  u8(...values: readonly number[]): this {
    this.raw(Uint8Array.from(values));
    return this;
  }

  u16(value: number): this {
    const at = this.grow(2);
    this.view.setUint16(at, value, true);
    return this;
  }

  u32(value: number): this {
    const at = this.grow(4);
    this.view.setUint32(at, value, true);
    return this;
  }

  /** Exact up to 2^53. */
  u64(value: number): this {
    const at = this.grow(8);
    this.view.setBigUint64(at, BigInt(value), true);
    return this;
  }

  i64(value: number): this {
    const at = this.grow(8);
    this.view.setBigInt64(at, BigInt(value), true);
    return this;
  }

  f64(value: number): this {
    const at = this.grow(8);
    this.view.setFloat64(at, value, true);
    return this;
  }

  /** An address that points nowhere. */
  undefinedAddress(): this {
    return this.u32(0xffffffff).u32(0xffffffff);
  }

  raw(bytes: Uint8Array): this {
    const at = this.grow(bytes.length);
    this.bytes.set(bytes, at);
    return this;
  }

  zeros(count: number): this {
    this.grow(count);
    return this;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/** The text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
