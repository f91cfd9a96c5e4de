import type { Extrapolation } from '@posterity/engine';

/** Columns that reach beyond the range of training, over all parts of a table. */
export class ExtrapolationTally {
  readonly #columns = new Map<string, Extrapolation>();

  add(found: readonly Extrapolation[]): void {
    for (const it of found) {
      const known = this.#columns.get(it.column);
      this.#columns.set(
        it.column,
        known === undefined
          ? it
          : {
              ...known,
              rows: known.rows + it.rows,
              lowest: Math.min(known.lowest, it.lowest),
              highest: Math.max(known.highest, it.highest),
            },
      );
    }
  }

  found(): Extrapolation[] {
    return [...this.#columns.values()];
  }

  sentences(): string[] {
    return this.found().map(({ column, low, high, rows, lowest, highest }) => {
      const ends = [lowest < low ? `down to ${lowest}` : '', highest > high ? `up to ${highest}` : ''];
      const reach = ends.filter((it) => it !== '').join(' and ');
      const count = `${rows} row${rows === 1 ? '' : 's'}`;
      return `${column} reaches ${reach} in ${count}, beyond the range of training (${low} to ${high})`;
    });
  }
}
