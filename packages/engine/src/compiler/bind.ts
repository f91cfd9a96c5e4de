/** Data + layout → the bytes a kernel reads: context words first, then columns, indices and working memory. */
import { type Domain, rows, scalar } from '../expr/expr.ts';
import type { KernelLayout, Slot } from './layout.ts';
import { tiled } from './matrixProduct.ts';
import { checkAddressable } from './memoryLimit.ts';

/** What one data set gives a kernel. */
export interface KernelData {
  /** Number of entries of each domain. */
  readonly sizes: Readonly<Record<Domain, number>>;
  /** Data columns by name: one value an entry of the column's domain. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Level of each entry, by `group|domain`. */
  readonly indices: Readonly<Record<string, Int32Array>>;
  /** Where each parameter starts within the position, in entries. */
  readonly parameterOffsets: Readonly<Record<string, number>>;
  /** Where each output starts within the output block, in entries. */
  readonly outputOffsets: Readonly<Record<string, number>>;
}

/** Bytes of a kernel's memory relative to a base address; `relocations` are the words to which the base is added. */
export interface BoundData {
  readonly segments: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  readonly byteLength: number;
  readonly relocations: Int32Array;
  /** Where the values of each column start, so that they can be replaced in place. */
  readonly columnOffsets: Readonly<Record<string, number>>;
}

type AddressSlot = Exclude<Slot, { kind: 'size' | 'parameter' | 'output' | 'isPrepared' }>;

/** Entries kept zero before and after a working array, for reads of neighbours. */
export const margin = 8;

/** @throws PosterityError when the data are larger than a memory. */
export function bindKernel(layout: KernelLayout, data: KernelData): BoundData {
  checkAddressable(layout.slots.reduce((sum, slot) => sum + bytesOf(slot, data.sizes), 0));
  const words = new Int32Array(layout.slots.length + (layout.slots.length % 2));
  const segments: { offset: number; bytes: Uint8Array }[] = [];
  const relocations: number[] = [];
  const placed = new Map<ArrayBufferView, number>();
  const columnOffsets: Record<string, number> = {};
  let end = words.byteLength;
  const place = (bytes: Uint8Array, source: ArrayBufferView): number => {
    const known = placed.get(source);
    if (known !== undefined) return known;
    const offset = end;
    segments.push({ offset, bytes });
    placed.set(source, offset);
    end += bytes.byteLength;
    return offset;
  };
  const address = (slot: AddressSlot): number => {
    switch (slot.kind) {
      case 'column': {
        const values = required(data.columns[slot.name], slot.name);
        columnOffsets[slot.name] = place(padded(values), values);
        return columnOffsets[slot.name]!;
      }
      case 'index': {
        const values = required(
          data.indices[`${slot.group}|${slot.domain}`],
          `${slot.group} over ${slot.domain}`,
        );
        return place(paddedIndex(values), values);
      }
      case 'matrix': {
        const columns = slot.columns.map((name) => required(data.columns[name], name));
        const tiles = tiled(columns, required(data.sizes[rows], rows));
        return place(new Uint8Array(tiles.buffer), tiles);
      }
      case 'block': {
        const offset = end;
        end += 8 * Math.ceil(slot.bytes / 8);
        return offset;
      }
      default: {
        const entries = slot.domain === scalar ? 1 : required(data.sizes[slot.domain], slot.domain);
        const offset = end + 8 * margin;
        end = offset + 8 * (entries + (entries % 2) + margin);
        return offset;
      }
    }
  };
  layout.slots.forEach((slot, i) => {
    if (slot.kind === 'size') words[i] = required(data.sizes[slot.domain], slot.domain);
    else if (slot.kind === 'parameter') words[i] = 8 * required(data.parameterOffsets[slot.name], slot.name);
    else if (slot.kind === 'output') words[i] = 8 * required(data.outputOffsets[slot.name], slot.name);
    else if (slot.kind !== 'isPrepared') {
      words[i] = address(slot);
      relocations.push(i);
    }
  });
  segments.unshift({ offset: 0, bytes: new Uint8Array(words.buffer) });
  return { segments, byteLength: end, relocations: Int32Array.from(relocations), columnOffsets };
}

/** Bytes of memory behind a slot, to within a few. */
export function bytesOf(slot: Slot, sizes: KernelData['sizes']): number {
  switch (slot.kind) {
    case 'column':
    case 'scratch':
    case 'prepared':
      return 8 * (sizes[slot.domain] ?? 1);
    case 'index':
      return 4 * (sizes[slot.domain] ?? 1);
    case 'matrix':
      return 8 * slot.columns.length * (sizes[rows] ?? 1);
    case 'block':
      return slot.bytes;
    default:
      return 4;
  }
}

export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new Error(`the kernel needs ${what}, which the data do not give; please report this`);
  return value;
}

/** The bytes of a column, its last value repeated once so that lanes come in pairs. */
export function padded(values: Float64Array): Uint8Array {
  if (values.length % 2 === 0) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const out = new Float64Array(values.length + 1);
  out.set(values);
  out[values.length] = values[values.length - 1]!;
  return new Uint8Array(out.buffer);
}

export function paddedIndex(values: Int32Array): Uint8Array {
  const out = new Int32Array(values.length + (values.length % 2) + 2);
  out.set(values);
  if (values.length % 2 === 1) out[values.length] = values[values.length - 1]!;
  return new Uint8Array(out.buffer);
}
