// The walkthrough's pictures, each from plain columns.
import type { Interval } from '@posterity/engine';
import { type Curve, curveBand, curves, framesToGif } from '@posterity/report';
import { type AdoptionTable, rowsOf } from './releases.ts';

/** What the new release's fit says after its first weeks. */
export interface Monthly {
  readonly observedWeeks: number;
  readonly interval: Interval;
}

const axes = { xLabel: 'week', yLabel: 'adoption rate', percent: true, yDomain: [0, 1.1] } as const;
const millisecondsAFrame = 700;

/** The established releases as they were observed, and the new one they are to help with. */
export function releasesPicture(established: AdoptionTable, release: AdoptionTable): string {
  const fresh: Curve = { name: 'new release', x: release.week, y: release.adoption_rate, isDashed: true };
  return curves(
    { ...axes, curves: [...observedCurves(established), fresh] },
    { title: 'Five established releases and a new one' },
  );
}

/** The established releases and the one curve learned from them. */
export function learnedComparison(established: AdoptionTable, learned: Float64Array): string {
  const curve: Curve = { name: 'learned', x: learned.map((_, week) => week), y: learned, isDashed: true };
  return curves(
    { ...axes, curves: [...observedCurves(established), curve] },
    { title: 'What the model learned', subtitle: 'The function at the posterior mean of its parameters' },
  );
}

/** Every observation under the interval that should hold a share `coverage` of them. */
export function credibleInterval(established: AdoptionTable, interval: Interval, coverage: number): string {
  const observed = { x: established.week, y: established.adoption_rate };
  const held = established.week.filter((week, row) => {
    const rate = established.adoption_rate[row];
    return interval.lower[week] <= rate && rate <= interval.upper[week];
  });
  const share = (100 * held.length) / established.week.length;
  return curveBand(
    { ...axes, coverage, series: [{ name: 'all releases', x: weeksOf(interval), ...interval, observed }] },
    {
      title: 'Median and credible interval',
      subtitle: `The interval was asked to hold ${100 * coverage} % of the observations and holds ${share.toFixed(1)} %`,
    },
  );
}

/** The new release's forecast as its observations come in; one frame a fit. */
export function monthlyUpdate(
  months: readonly Monthly[],
  release: AdoptionTable,
  established: Interval,
  coverage: number,
): Uint8Array {
  const frames = months.map(({ observedWeeks, interval }) =>
    curveBand(
      {
        ...axes,
        coverage,
        mark: { x: observedWeeks - 1, label: 'today' },
        series: [
          {
            name: 'new release',
            x: weeksOf(interval),
            ...interval,
            observed: {
              x: release.week.slice(0, observedWeeks),
              y: release.adoption_rate.slice(0, observedWeeks),
            },
          },
          { name: 'established releases', x: weeksOf(established), ...onlyMedian(established) },
        ],
      },
      { title: 'A new release, month by month', subtitle: `after ${observedWeeks} weeks` },
    ),
  );
  return framesToGif(frames, { delayMs: millisecondsAFrame, lastDelayMs: 3 * millisecondsAFrame });
}

function observedCurves(established: AdoptionTable): Curve[] {
  return [...new Set(established.release)].map((release) => {
    const { week, adoption_rate } = rowsOf(established, release);
    return { name: `release ${release + 1}`, x: week, y: adoption_rate };
  });
}

function weeksOf({ median }: Interval): Float64Array {
  return median.map((_, week) => week);
}

/** The interval as a bare line, for comparison with one that has a band. */
function onlyMedian({ median }: Interval): Interval {
  return { lower: median, median, upper: median };
}
