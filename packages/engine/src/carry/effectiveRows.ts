/** How many rows each entry of a carried prior counts for. */
import type { SavedModel } from '../model/savedModel.ts';
import type { Specification } from '../model/specification.ts';
import { entriesOf, type Trace } from '../posterior/trace.ts';
import type { ScaledDraws } from './scaledDraws.ts';
import { scaledDraws } from './scaledDraws.ts';

/**
 * For a single value: all rows of the fit, and those that its own carried prior counted for. For a level: its rows. For
 * the value of a new level: the precision of that value over the precision one row of a level adds, as the variance-ratio
 * effective sample size of Neuenschwander et al. (2020, Biometrics 76) does.
 */
export function effectiveRows(
  draws: ScaledDraws,
  specification: Specification,
  saved: SavedModel,
  trace: Trace,
): Record<string, number> {
  const before = specification.config.prior_from;
  const carried = (name: string): number =>
    (before?.effective_rows?.[name] ?? 0) * (before?.discount ?? 1) * (1 - (before?.robust ?? 0));
  return Object.fromEntries(
    draws.entries.map((entry, column) => {
      const domain = specification.names.variables.get(entry.variable)!;
      if (!domain.startsWith('by:')) return [entry.name, saved.rows + carried(entry.name)];
      const levels = levelRows(domain.slice('by:'.length), saved);
      if (entry.label !== undefined) {
        const place = saved.groups[domain.slice('by:'.length)]!.labels.indexOf(entry.label);
        return [entry.name, levels[place]! + carried(entry.name)];
      }
      const variance = varianceOf(draws, column);
      return [entry.name, rowsOfPopulation(entry.variable, variance, levels, specification, saved, trace)];
    }),
  );
}

function levelRows(group: string, saved: SavedModel): readonly number[] {
  const { labels, rows } = saved.groups[group]!;
  return rows ?? labels.map(() => saved.rows / labels.length);
}

function rowsOfPopulation(
  name: string,
  variance: number,
  rows: readonly number[],
  specification: Specification,
  saved: SavedModel,
  trace: Trace,
): number {
  const variable = specification.variables.find((it) => it.name === name)!;
  const levels = scaledDraws([variable], specification.names, new Map(Object.entries(saved.groups)), trace);
  const added = rows.map((count, level) => (1 / varianceOf(levels, level) - 1 / variance) / count);
  const aRow = added.reduce((total, value) => total + value, 0) / entriesOf(trace.posterior[name]!);
  return aRow > 0 ? Number((1 / variance / aRow).toPrecision(4)) : saved.rows;
}

function varianceOf({ sample }: ScaledDraws, column: number): number {
  const { values, count, size } = sample;
  let mean = 0;
  for (let row = 0; row < count; row++) mean += values[row * size + column]! / count;
  let squares = 0;
  for (let row = 0; row < count; row++) {
    const off = values[row * size + column]! - mean;
    squares += off * off;
  }
  return squares / (count - 1);
}
