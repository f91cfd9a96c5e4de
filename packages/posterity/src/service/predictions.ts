/** Predictions for the rows of a request. */
import type { Model } from '../model.ts';
import { HttpError } from './httpError.ts';

/** Names of the body's fields as the JSON has them. */
export interface PredictionRequest {
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  readonly columns?: Readonly<Record<string, readonly unknown[]>>;
  /** Coverage of the interval; 0.9 when nothing else is asked. */
  readonly alpha?: number;
  readonly of?: 'observation' | 'mean';
  readonly quantiles?: readonly number[];
  /** Every draw of every row. */
  readonly draws?: boolean;
}

export interface PredictionAnswer {
  readonly rows: number;
  readonly lower?: readonly number[];
  readonly median?: readonly number[];
  readonly upper?: readonly number[];
  /** Probability → one value a row. */
  readonly quantiles?: Readonly<Record<string, readonly number[]>>;
  /** One list of draws a row. */
  readonly draws?: readonly (readonly number[])[];
}

export const predictionRequestSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    rows: { type: 'array', minItems: 1, items: { type: 'object' }, description: 'Rows: column → value' },
    columns: {
      type: 'object',
      additionalProperties: { type: 'array' },
      description: 'Or columns: name → values, all of one length',
    },
    alpha: {
      type: 'number',
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      description: 'Probability that the interval covers; 0.9 when nothing else is asked',
    },
    of: {
      enum: ['observation', 'mean'],
      description: 'A new observation (the default) or the function’s value',
    },
    quantiles: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: { type: 'number', minimum: 0, maximum: 1 },
    },
    draws: { type: 'boolean', description: 'Every draw of every row' },
  },
} as const;

const numbers = { type: 'array', items: { type: ['number', 'null'] } } as const;
export const predictionAnswerSchema = {
  type: 'object',
  properties: {
    model: { type: 'object', properties: { name: { type: 'string' }, hash: { type: 'string' } } },
    rows: { type: 'integer' },
    lower: numbers,
    median: numbers,
    upper: numbers,
    quantiles: { type: 'object', additionalProperties: numbers },
    draws: { type: 'array', items: numbers },
  },
} as const;

/** @throws HttpError, DataError, RangeError */
export function predictions(model: Model, request: PredictionRequest, mostRows: number): PredictionAnswer {
  const columns = columnsOf(request);
  const rows = Math.max(0, ...Object.values(columns).map(({ length }) => length));
  if (rows === 0) throw new HttpError(422, 'no_rows', 'the request has no row to predict');
  if (rows > mostRows) {
    const message = `${rows} rows are more than the ${mostRows} of one request; send them in parts, or use posterity predict on a file`;
    throw new HttpError(413, 'too_many_rows', message);
  }
  const { alpha, quantiles, draws, of = 'observation' } = request;
  const hasInterval = alpha !== undefined || (quantiles === undefined && draws !== true);
  const coverage = alpha ?? 0.9;
  const interval = hasInterval ? [(1 - coverage) / 2, 0.5, (1 + coverage) / 2] : [];
  const probabilities = [...interval, ...(quantiles ?? [])];
  const found =
    probabilities.length === 0
      ? []
      : model.predictQuantiles(columns, probabilities, of).map((values) => Array.from(values));
  const [lower, median, upper] = found;
  const asked = (quantiles ?? []).map((probability, k) => [String(probability), found[interval.length + k]!]);
  return {
    rows,
    ...(hasInterval ? { lower, median, upper } : {}),
    ...(quantiles === undefined ? {} : { quantiles: Object.fromEntries(asked) }),
    ...(draws === true ? { draws: byRow(model.predictDraws(columns, { of })) } : {}),
  };
}

function columnsOf({ rows, columns }: PredictionRequest): Record<string, unknown[]> {
  if ((rows === undefined) === (columns === undefined))
    throw new HttpError(422, 'rows_or_columns', 'give the data as "rows" or as "columns", one of the two');
  if (columns !== undefined)
    return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, [...values]]));
  const found: Record<string, unknown[]> = {};
  rows!.forEach((row, at) => {
    for (const [name, value] of Object.entries(row)) {
      found[name] ??= new Array<unknown>(at).fill(null);
      found[name].push(value);
    }
    for (const values of Object.values(found)) if (values.length === at) values.push(null);
  });
  return found;
}

function byRow({ draws, rows, values }: ReturnType<Model['predictDraws']>): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: draws }, (_, draw) => values[draw * rows + row]!),
  );
}
