// The global heap, where values of varying length live: HDF5 file format specification, §III.E.
import { ByteWriter, utf8 } from './byteWriter.ts';

/** Where an object of the heap is, to be resolved when the heap's place in the file is known. */
export interface HeapObject {
  readonly collection: number;
  readonly index: number;
  readonly length: number;
}

/** Readers load at least this many bytes of a collection. */
const MIN_COLLECTION = 4096;
/** An index has 16 bits and 0 is taken. */
const MAX_OBJECTS = 65_000;
const OBJECT_HEADER = 16;

/** Gathers objects into collections. */
export class GlobalHeap {
  private readonly collections: Uint8Array[][] = [[]];

  /** Adds bytes, which may be filled in later but not resized. */
  add(bytes: Uint8Array): HeapObject {
    let last = this.collections[this.collections.length - 1];
    if (last.length === MAX_OBJECTS) {
      last = [];
      this.collections.push(last);
    }
    last.push(bytes);
    return { collection: this.collections.length - 1, index: last.length, length: bytes.length };
  }

  addText(text: string): HeapObject {
    return this.add(utf8(text));
  }

  /** Offset of each collection from the heap's start, and the length of all. */
  layOut(): { readonly offsets: readonly number[]; readonly length: number } {
    const offsets: number[] = [];
    let length = 0;
    for (const objects of this.collections) {
      offsets.push(length);
      length += collectionSize(objects);
    }
    return { offsets, length };
  }

  finish(): Uint8Array {
    const writer = new ByteWriter();
    for (const objects of this.collections) {
      const end = writer.length + collectionSize(objects);
      writer.raw(utf8('GCOL')).u8(1, 0, 0, 0).u64(collectionSize(objects));
      objects.forEach((bytes, i) => {
        writer
          .u16(i + 1)
          .u16(1)
          .u32(0)
          .u64(bytes.length)
          .raw(bytes)
          .zeros(padding(bytes.length));
      });
      // The rest is one free object, of index 0, whose size counts its own header.
      const rest = end - writer.length;
      if (rest >= OBJECT_HEADER)
        writer
          .u16(0)
          .u16(0)
          .u32(0)
          .u64(rest)
          .zeros(rest - OBJECT_HEADER);
      else writer.zeros(rest);
    }
    return writer.finish();
  }
}

/** A variable-length value in place: how many elements, and where. */
export function variableLengthValue(
  object: HeapObject,
  elements: number,
  collections: readonly number[],
): Uint8Array {
  return new ByteWriter().u32(elements).u64(collections[object.collection]).u32(object.index).finish();
}

function collectionSize(objects: readonly Uint8Array[]): number {
  const used = objects.reduce((sum, bytes) => sum + OBJECT_HEADER + bytes.length + padding(bytes.length), 16);
  return Math.max(MIN_COLLECTION, used);
}

function padding(length: number): number {
  return (8 - (length % 8)) % 8;
}
