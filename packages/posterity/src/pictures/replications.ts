import type { Subject } from './subject.ts';

/** Data sets made by the model at the rows of the fit, one of every few draws; undefined where it makes none. */
export function replications({ model, rows }: Subject, count = 60): Float64Array[] | undefined {
  if (rows === undefined || model.config.likelihood.log_density !== undefined) return undefined;
  const drawn = model.predictDraws(rows);
  const step = Math.max(1, Math.floor(drawn.draws / count));
  return Array.from({ length: Math.min(count, drawn.draws) }, (_, k) =>
    drawn.values.slice(k * step * drawn.rows, (k * step + 1) * drawn.rows),
  );
}
