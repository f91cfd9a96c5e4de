import type { Domain } from '../expr/expr.ts';

/** One i32 word of the context a kernel reads its addresses and sizes from, so that one module serves any data. */
export type Slot =
  | { readonly kind: 'size'; readonly domain: Domain }
  | { readonly kind: 'column'; readonly name: string; readonly domain: Domain }
  | { readonly kind: 'index'; readonly group: string; readonly domain: Domain }
  /** Byte offset of a parameter within the position. */
  | { readonly kind: 'parameter'; readonly name: string }
  /** Byte offset of an output within the output block. */
  | { readonly kind: 'output'; readonly name: string }
  /** Working memory of one value a domain entry, zero on both sides. */
  | { readonly kind: 'scratch'; readonly domain: Domain; readonly id: number }
  /** The columns of a vector over the rows, in tiles. */
  | { readonly kind: 'matrix'; readonly columns: readonly string[] }
  /** A prepared value, one a domain entry. */
  | { readonly kind: 'prepared'; readonly domain: Domain; readonly id: number }
  /** Not an address: 0 until the prepared values are there. */
  | { readonly kind: 'isPrepared' }
  /** Working memory of a number of bytes. */
  | { readonly kind: 'block'; readonly bytes: number; readonly id: number };

export interface KernelLayout {
  readonly slots: readonly Slot[];
}

/** Gives every distinct slot its place in the context. */
export class SlotTable {
  readonly slots: Slot[] = [];
  readonly #places = new Map<string, number>();

  /** A slot of working memory of its own. */
  block(bytes: number): Slot {
    return { kind: 'block', bytes, id: this.slots.length };
  }

  /** Byte offset of the slot's word in the context. */
  offsetOf(slot: Slot): number {
    const key = Object.values(slot).join('|');
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.slots.push(slot) - 1;
      this.#places.set(key, place);
    }
    return 4 * place;
  }
}
