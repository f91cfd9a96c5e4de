/** The prediction over time as a model learns window after window, as an animated picture. */
import type { BacktestStep } from '@posterity/engine';
import { toTable } from '@posterity/engine';
import { curveBand, framesToGif } from '@posterity/report';
import type { Model } from '../model.ts';
import type { readData } from './readData.ts';

export interface LearningAnimation {
  readonly add: (step: BacktestStep, model: Model) => void;
  readonly gif: () => Uint8Array;
}

/** @param time column of numbers; the prediction is that of the first row of each of its values. */
export async function learningAnimation(
  data: Awaited<ReturnType<typeof readData>>,
  time: string,
  coverage: number,
): Promise<LearningAnimation> {
  const table = toTable(data);
  const at = Float64Array.from(table.columns[time]!.values, Number);
  const firsts = new Map<number, number>();
  at.forEach((value, row) => {
    if (!firsts.has(value)) firsts.set(value, row);
  });
  const grid = [...firsts].sort(([a], [b]) => a - b);
  const rows = Object.fromEntries(
    Object.entries(table.columns).map(([name, { values }]) => [name, grid.map(([, row]) => values[row])]),
  );
  const x = Float64Array.from(grid, ([value]) => value);
  const frames: string[] = [];
  let domain: [number, number] | undefined;
  return {
    add: ({ until, learned }, model) => {
      const dependent = model.config.dependent_var!;
      const outcomes = Float64Array.from(table.columns[dependent]!.values, Number);
      domain ??= widened(outcomes);
      const known = [...at.keys()].filter((row) => at[row]! < until);
      frames.push(
        curveBand(
          {
            xLabel: time,
            yLabel: dependent,
            yDomain: domain,
            coverage,
            mark: { x: until, label: 'today' },
            series: [
              {
                name: dependent,
                x,
                ...model.predict(rows, { alpha: coverage }),
                observed: {
                  x: Float64Array.from(known, (row) => at[row]!),
                  y: Float64Array.from(known, (row) => outcomes[row]!),
                },
              },
            ],
          },
          { title: 'Learning window after window', subtitle: `${learned} rows, ${time} below ${until}` },
        ),
      );
    },
    gif: () => framesToGif(frames, { delayMs: 700, lastDelayMs: 2100 }),
  };
}

function widened(values: Float64Array): [number, number] {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const margin = 0.1 * (high - low || 1);
  return [low - margin, high + margin];
}
