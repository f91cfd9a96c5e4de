import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readFile } from './read.ts';
import { readOwnFile } from './readOwn.ts';
import type { Hdf5Dataset, Hdf5File } from './tree.ts';
import { writeFile } from './write.ts';

const name = fc.stringMatching(/^[a-zA-Zé_][\w é.-]{0,12}$/);
const text = fc.string({ maxLength: 90, unit: 'grapheme' }).filter((it) => !it.includes('\0'));
const attributeName = name.map((it) => `x${it}`);
const attributes = fc.dictionary(
  attributeName,
  fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true }).filter((x) => !Number.isInteger(x)),
  ),
  {
    maxKeys: 3,
  },
);

/** A group with scales of every kind of label and variables of every kind of number over them. */
const group = fc
  .record({
    name: name.map((it) => `g${it}`),
    attributes,
    lengths: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
    labels: fc.array(text, { minLength: 40, maxLength: 40 }),
    kinds: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
    numbers: fc.array(fc.double(), { minLength: 1, maxLength: 50 }),
  })
  .map(({ name, attributes, lengths, labels, kinds, numbers }) => {
    const dims = lengths.map((_, i) => `dim${i}`);
    const scales = lengths.map(
      (length, i): Hdf5Dataset => ({
        name: dims[i],
        dims: [dims[i]],
        shape: [length],
        values: i === 0 ? labels.slice(0, length) : BigInt64Array.from({ length }, (_, k) => BigInt(k)),
        attributes: {},
      }),
    );
    const variables = kinds.map((kind, i): Hdf5Dataset => {
      const axes = kind === 4 ? 0 : 1 + (i % lengths.length);
      const shape = lengths.slice(0, axes);
      const length = shape.reduce((product, it) => product * it, 1);
      const at = (k: number) => numbers[k % numbers.length];
      const small = (k: number) => Math.trunc(Number.isFinite(at(k)) ? at(k) % 100 : 0);
      const values = [
        () => Float64Array.from({ length }, (_, k) => at(k)),
        () => Float32Array.from({ length }, (_, k) => at(k)),
        () => Int32Array.from({ length }, (_, k) => small(k)),
        () => Int8Array.from({ length }, (_, k) => small(k)),
        () => Float64Array.of(at(0)),
      ][kind]();
      return { name: `variable${i}`, dims: dims.slice(0, axes), shape, values, attributes };
    });
    return { name, attributes, datasets: [...scales, ...variables] };
  });

const file: fc.Arbitrary<Hdf5File> = fc.record({
  attributes,
  groups: fc.uniqueArray(group, { maxLength: 3, selector: (it) => it.name }),
});

it('what is written is read back, by our reader and by the HDF5 library alike', async () => {
  await fc.assert(
    fc.asyncProperty(file, async (written) => {
      const bytes = await writeFile(written);
      expect(await readOwnFile(bytes)).toEqual(written);
      const byLibrary = await readFile(bytes);
      // The library lists groups and attributes in an order of its own.
      const groups = written.groups.map((it) => byLibrary.groups.find((other) => other.name === it.name));
      expect(groups.map((it) => it?.attributes)).toEqual(written.groups.map((it) => it.attributes));
      for (const [k, it] of written.groups.entries()) {
        for (const dataset of it.datasets) {
          expect(groups[k]!.datasets.find((other) => other.name === dataset.name)).toEqual(dataset);
        }
      }
      expect(byLibrary.attributes).toEqual(written.attributes);
    }),
    { seed: 4, numRuns: 60 },
  );
});
