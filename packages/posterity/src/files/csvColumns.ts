// A CSV of any size as a table of some of its columns: read a part at a time, held as numbers and as texts that are
// kept once each.
import type { Column, CsvColumns, Table } from '@posterity/engine';
import { csvChunks } from './csvChunks.ts';

/** Names of the columns, from the beginning of the file. Throws FileError. */
export async function csvNames(path: string): Promise<readonly string[]> {
  for await (const part of csvChunks(path)) return Object.keys(part);
  return [];
}

/**
 * The columns of these names, as `toTable` makes them of the whole file's: numbers when every filled cell is one.
 * @param bytesAtATime as for `csvChunks`. Throws FileError.
 */
export async function csvColumns(
  path: string,
  names: readonly string[],
  bytesAtATime?: number,
): Promise<Table> {
  const texts = new Set<string>();
  for (;;) {
    const piles = new Map(names.map((name) => [name, pileOf()]));
    let rows = 0;
    for await (const part of csvChunks(path, bytesAtATime, texts)) {
      for (const [name, pile] of piles) pile.add(part[name]);
      rows += Object.values(part)[0]?.length ?? 0;
    }
    const torn = names.filter((name) => piles.get(name)?.isTorn());
    if (torn.length === 0)
      return { rows, columns: Object.fromEntries([...piles].map(([name, pile]) => [name, pile.whole()])) };
    // A column that was numbers in one part and texts in another is read again, as the texts that are written.
    for (const name of torn) texts.add(name);
  }
}

type Cells = CsvColumns[string];
type Part = Float64Array | Uint32Array;

interface Pile {
  add(cells: Cells): void;
  /** Whether there are both texts and numbers, of which it is not known how they were written. */
  isTorn(): boolean;
  /** The column; may be asked for once. */
  whole(): Column;
}

/** A column of which parts arrive: numbers, or numbers of texts in a dictionary. */
function pileOf(): Pile {
  const parts: Part[] = [];
  const texts = [''];
  const numberOfText = new Map([['', 0]]);
  let [hasTexts, hasNumbers] = [false, false];
  const code = (cell: unknown): number => {
    const text = typeof cell === 'string' && cell.trim() !== '' ? cell : '';
    let known = numberOfText.get(text);
    if (known === undefined) {
      // A copy: a piece of the part's text would keep all of that text in memory.
      const kept = Buffer.from(text).toString();
      known = texts.push(kept) - 1;
      numberOfText.set(kept, known);
    }
    return known;
  };
  return {
    add(cells) {
      if (cells instanceof Float64Array) {
        hasNumbers ||= cells.length > 0;
        parts.push(cells);
      } else if (cells.some((cell) => typeof cell === 'string' && cell.trim() !== '')) {
        hasTexts = true;
        parts.push(Uint32Array.from(cells, code));
      } else {
        hasNumbers ||= cells.some((cell) => typeof cell === 'number');
        parts.push(Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN)));
      }
    },
    isTorn: () => hasTexts && hasNumbers,
    whole() {
      const rows = parts.reduce((total, { length }) => total + length, 0);
      if (!hasTexts) return { kind: 'number', values: joined(parts, new Float64Array(rows)) };
      const values = new Array<string>(rows).fill('');
      let at = 0;
      for (const part of parts) {
        // Numbers here are empty cells alone.
        if (part instanceof Uint32Array)
          for (let row = 0; row < part.length; row++) values[at + row] = texts[part[row]];
        at += part.length;
      }
      parts.length = 0;
      return { kind: 'text', values };
    },
  };
}

function joined(parts: Part[], whole: Float64Array): Float64Array {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  parts.length = 0;
  return whole;
}
