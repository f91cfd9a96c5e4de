// A model trained again and again as its data come in: a fit for each cut along a column.
import { type ChainRunner, Model, type Table, takeRows } from '@posterity/engine';
import { drawCurve } from './fittedPictures.ts';
import type { Look, Retrained, RetrainedStep } from './protocol.ts';

/**
 * Fits the config to the rows up to each of `steps` cuts of a numeric column.
 * @param onStep called with the share done
 * @throws DataError when the rows of a cut cannot be fitted; the signal's reason when aborted
 */
export async function retrain(
  config: unknown,
  table: Table,
  asked: { readonly column: string; readonly steps: number; readonly look: Look },
  options: { readonly runner?: ChainRunner; readonly signal: AbortSignal },
  onStep: (share: number) => void,
): Promise<Retrained> {
  const { column, look } = asked;
  const along = table.columns[column];
  if (along?.kind !== 'number') throw new RangeError(`${column} is not a numeric column of the data`);
  const cuts = cutsOf(along.values, asked.steps);
  const model = new Model(config);
  const steps: RetrainedStep[] = [];
  for (const upTo of cuts) {
    const rows = [...along.values.keys()].filter((row) => along.values[row]! <= upTo);
    await model.fitTable(takeRows(table, rows), options);
    const { status } = model.verdict();
    const isLast = upTo === cuts[cuts.length - 1];
    const drawn = drawCurve(model, table, isLast ? look : { ...look, axis: look.axis ?? column }, {
      title: 'Trained again as the data come in',
      mark: { x: upTo, label: `seen up to ${Number(upTo.toPrecision(4))}` },
    });
    steps.push({ upTo, rows: rows.length, status, drawn });
    onStep(steps.length / cuts.length);
  }
  return { column, steps };
}

/** Values of the column that cut its distinct values into equal parts, the greatest last. */
export function cutsOf(values: Float64Array, steps: number): number[] {
  const distinct = [...new Set(values)].filter(Number.isFinite).sort((a, b) => a - b);
  const count = Math.min(steps, distinct.length);
  return Array.from(
    { length: count },
    (_, k) => distinct[Math.ceil(((k + 1) * distinct.length) / count) - 1]!,
  );
}
