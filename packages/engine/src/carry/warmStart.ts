/** An earlier fit as the place where the chains of the next one start. */
import type { SavedModel } from '../model/savedModel.ts';
import type { GroupLevels } from '../model/shape.ts';
import type { ChainStart } from '../sampler/chain.ts';
import { layoutOfLength, type MetricLayout } from '../sampler/metric.ts';

export interface WarmStart {
  /** By chain: its last position, metric and step size. */
  readonly starts: readonly ChainStart[];
  readonly dimension: number;
  readonly metric: MetricLayout;
  /** Warm-up transitions that suffice to move to a posterior nearby and to tune the step size to it. */
  readonly tune: number;
  /** Variables sampled in their non-centred form, as then. */
  readonly noncentered: ReadonlySet<string>;
}

const warmTune = 10;

/** Undefined when the earlier fit was of other levels, or did not keep where its chains ended. */
export function warmStart(
  { chains, groups, noncentered }: SavedModel,
  levels: ReadonlyMap<string, GroupLevels>,
): WarmStart | undefined {
  const isSame = [...levels].every(
    ([key, { labels }]) => JSON.stringify(groups[key]?.labels) === JSON.stringify(labels),
  );
  const dimension = chains[0]?.position?.length ?? 0;
  const starts = chains.flatMap(({ position, inverse_metric, step_size, ...chain }): ChainStart[] => {
    const [initial, inverseMetric] = [finite(position), finite(inverse_metric)];
    const [centre, around] = [finite(chain.centre), finite(chain.around)];
    if (initial === undefined || inverseMetric === undefined) return [];
    return [
      {
        initial,
        inverseMetric,
        ...(centre === undefined ? {} : { centre }),
        ...(around === undefined ? {} : { around }),
        ...(step_size === null ? {} : { stepSize: step_size }),
      },
    ];
  });
  if (!isSame || dimension === 0 || starts.length < chains.length) return undefined;
  const layouts = starts.map(({ inverseMetric }) => layoutOfLength(inverseMetric!.length, dimension));
  if (layouts.includes(undefined)) return undefined;
  const metric = (['dense', 'low_rank'] as const).find((layout) => layouts.includes(layout)) ?? 'diag';
  return { starts, dimension, metric, tune: warmTune, noncentered: new Set(noncentered) };
}

function finite(values: readonly (number | null)[] | undefined): Float64Array | undefined {
  if (values === undefined) return undefined;
  const numbers = Float64Array.from(values, (value) => value ?? Number.NaN);
  return numbers.every(Number.isFinite) ? numbers : undefined;
}
