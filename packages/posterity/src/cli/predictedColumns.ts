import { DataError } from '@posterity/engine';
import type { TableChunk } from '../files/dataChunks.ts';
import type { Model } from '../model.ts';
import type { PredictOptions } from './predict.ts';

/** What was asked for of a part of a table, as columns by name; alone, the quick prediction. */
export function predictedColumns(
  model: Model,
  chunk: TableChunk,
  options: PredictOptions,
): Record<string, Float64Array> {
  try {
    return columnsOf(model, chunk, options);
  } catch (error) {
    if (!(error instanceof DataError) || chunk.firstRow === 0) throw error;
    throw new DataError(
      error.problems.map((it) => ({
        ...it,
        message: `${it.message} (rows counted from row ${chunk.firstRow + 1} of the file)`,
      })),
    );
  }
}

function columnsOf(
  model: Model,
  { table, firstRow }: TableChunk,
  { alpha, quantiles, draws, contributions, logDensity, of, newLevels }: PredictOptions,
): Record<string, Float64Array> {
  const levels = newLevels === undefined ? {} : { newLevels };
  const question = { ...levels, ...(of === undefined ? {} : { of }) };
  const columns: Record<string, Float64Array> = {};
  if (alpha !== undefined) Object.assign(columns, model.predict(table, { alpha, ...question }));
  if (quantiles !== undefined) {
    const found = model.predictQuantiles(table, quantiles, of, newLevels);
    quantiles.forEach((probability, k) => {
      columns[`q${probability}`] = found[k];
    });
  }
  if (draws !== undefined) Object.assign(columns, drawColumns(model, table, firstRow, draws, question));
  if (contributions) {
    for (const [name, { mean }] of Object.entries(model.contributions(table, levels).terms))
      columns[name] = mean;
  }
  if (logDensity) columns['log_density'] = model.logDensityOf(table);
  if (Object.keys(columns).length > 0) return columns;
  return { prediction: model.predict(table, levels) };
}

/** Draws at equal distances through the trace, one column each. */
function drawColumns(
  model: Model,
  table: TableChunk['table'],
  firstRow: number,
  count: number,
  question: object,
): Record<string, Float64Array> {
  const predicted = model.predictDraws(table, { firstRow, ...question });
  const kept = Math.min(count, predicted.draws);
  return Object.fromEntries(
    Array.from({ length: kept }, (_, k) => {
      const draw = Math.floor((k * predicted.draws) / kept);
      const values = predicted.values.slice(draw * predicted.rows, (draw + 1) * predicted.rows);
      return [`draw_${k + 1}`, values];
    }),
  );
}
