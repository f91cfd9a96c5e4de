// The whole job of the blog post "PyMC Wrapper", step by step: fit, look, predict, save, load, export, refit.
import { join } from 'node:path';
import type { FitReport, Interval } from '@posterity/engine';
import { svgToPng } from '@posterity/report';
import { atomicWrite } from '../files/atomicWrite.ts';
import { configText } from '../files/configText.ts';
import { readConfig } from '../files/readConfig.ts';
import { Model } from '../model.ts';
import { adoptionConfig } from './config.ts';
import {
  credibleInterval,
  learnedComparison,
  type Monthly,
  monthlyUpdate,
  releasesPicture,
} from './pictures.ts';
import { adoptionCsv, establishedReleases, newRelease, weeks } from './releases.ts';
import { type Step, stepsOf } from './steps.ts';

const coverage = 0.9;
/**
 * Rows the established releases' posterior counts for as the new release's prior. It says how well the past's mean curve is
 * known, not how far a new release may lie from it; at full weight it would hold the new release in the past's place.
 */
const carriedRows = 4;
/** The new release is fitted after 4, 8, …, 48 weeks. */
const monthsInWeeks = Array.from({ length: 12 }, (_, month) => 4 * (month + 1));

export interface Walkthrough {
  readonly steps: readonly Step[];
  /** Files written, relative to the folder. */
  readonly files: readonly string[];
  readonly report: FitReport;
}

/**
 * Runs the walkthrough and writes its data, models and pictures to a folder.
 *
 * @param folder made when missing; files of an earlier run are replaced
 * @param onStep called after each step
 */
export async function walkthrough(
  folder: string,
  options: { readonly seed: number; readonly signal?: AbortSignal; readonly onStep?: (step: Step) => void },
): Promise<Walkthrough> {
  const { seed, signal, onStep } = options;
  const { steps, step } = stepsOf(onStep);
  const files: string[] = [];
  const write = async (name: string, content: string | Uint8Array): Promise<string> => {
    await atomicWrite(join(folder, name), content);
    files.push(name);
    return name;
  };
  const picture = async (name: string, svg: string): Promise<string> => {
    await write(`${name}.svg`, svg);
    await write(`${name}.png`, svgToPng(svg));
    return `${name}.svg, ${name}.png`;
  };
  const same = (text: string) => text;
  const everyWeek = { week: Array.from({ length: weeks }, (_, week) => week) };

  const established = await step(
    'make five releases',
    async () => {
      const table = establishedReleases(seed);
      await write('adoption.yaml', adoptionConfig);
      await write('adoption.csv', adoptionCsv(table));
      return table;
    },
    (table) => `${table.week.length} rows`,
  );
  const model = new Model(await readConfig(join(folder, 'adoption.yaml')));
  await step(
    'fit them together',
    () => model.fitTable(established, { seed, ...(signal === undefined ? {} : { signal }) }),
    () => `verdict ${model.verdict().status}`,
  );
  const learned = await step(
    'predict',
    () => ({
      curve: model.predict(everyWeek),
      interval: model.predict(everyWeek, { alpha: coverage }),
    }),
    () => `${weeks} weeks, interval ${coverage}`,
  );
  await step(
    'save',
    () => model.saveTrace(join(folder, 'adoption.nc')),
    () => 'adoption.nc',
  );
  files.push('adoption.nc');
  await step(
    'load and predict again',
    async () => (await Model.load(join(folder, 'adoption.nc'))).predict(everyWeek, { alpha: coverage }),
    (again) => (isSame(again, learned.interval) ? 'the same bits' : 'DIFFERENT from before saving'),
  );
  await step(
    'export the posterior as prior',
    () => {
      const discount = carriedRows / established.week.length;
      return write('trained.yaml', configText(model.exportJointConfig({ discount }), 'yaml'));
    },
    (file) => `${file}: one joint prior, at the weight of ${carriedRows} rows`,
  );
  const months = await step(
    'refit a new release monthly',
    () => refitMonthly(join(folder, 'trained.yaml'), seed, signal),
    (fits) => `${fits.length} fits, each from the exported prior; ${verdictsOf(fits)}`,
  );
  const release = newRelease(seed);
  await step('draw the releases', () => picture('releases', releasesPicture(established, release)), same);
  await step(
    'draw the learned curve',
    () => picture('learned-comparison', learnedComparison(established, learned.curve)),
    same,
  );
  await step(
    'draw the credible interval',
    () => picture('credible-interval', credibleInterval(established, learned.interval, coverage)),
    same,
  );
  await step(
    'draw the new release, month by month',
    async () => write('monthly-update.gif', monthlyUpdate(months, release, learned.interval, coverage)),
    same,
  );
  return { steps, files, report: model.report() };
}

/** Fits the new release's first weeks, each time from the established releases' posterior. */
async function refitMonthly(
  trainedConfig: string,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<(Monthly & { readonly verdict: string })[]> {
  const release = newRelease(seed);
  const model = new Model(await readConfig(trainedConfig));
  const everyWeek = { week: release.week };
  const fits: (Monthly & { readonly verdict: string })[] = [];
  for (const observedWeeks of monthsInWeeks) {
    const table = {
      week: release.week.slice(0, observedWeeks),
      adoption_rate: release.adoption_rate.slice(0, observedWeeks),
    };
    await model.fitTable(table, { seed, ...(signal === undefined ? {} : { signal }) });
    const interval = model.predict(everyWeek, { alpha: coverage });
    fits.push({ observedWeeks, interval, verdict: model.verdict().status });
  }
  return fits;
}

function verdictsOf(fits: readonly { readonly verdict: string }[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of fits) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', ');
}

function isSame(one: Interval, other: Interval): boolean {
  return (['lower', 'median', 'upper'] as const).every((key) =>
    one[key].every((value, row) => Object.is(value, other[key][row])),
  );
}
