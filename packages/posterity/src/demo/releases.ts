// The walkthrough's data: how many users take up a release, week by week, by a negative exponential with
// noise that fades. The generator is the one of the blog post "PyMC Wrapper" (2023-02-23).
import { createRandom, exp } from '@posterity/engine';

export const weeks = 52;
const releases = 5;
const establishedRate = 0.08;
/** The new release is taken up more slowly than the ones before it. */
const newRate = 0.06;
const noiseAtStart = 0.1;
const noiseDecay = 0.93;

/** Columns of one row a release and week. */
export interface AdoptionTable {
  readonly release: number[];
  readonly week: number[];
  readonly adoption_rate: number[];
}

/** Five established releases, weeks 0 … 51 each. */
export function establishedReleases(seed: number): AdoptionTable {
  const tables = Array.from({ length: releases }, (_, release) => oneRelease(seed, release, establishedRate));
  return {
    release: tables.flatMap(({ release }) => release),
    week: tables.flatMap(({ week }) => week),
    adoption_rate: tables.flatMap(({ adoption_rate }) => adoption_rate),
  };
}

/** A new release, weeks 0 … 51. */
export function newRelease(seed: number): AdoptionTable {
  return oneRelease(seed, releases, newRate);
}

function oneRelease(seed: number, release: number, rate: number): AdoptionTable {
  const random = createRandom(seed, release);
  const intercept = 0.1 * random.uniform();
  const lambda = rate + 0.04 * (random.uniform() - 0.5);
  const table: AdoptionTable = { release: [], week: [], adoption_rate: [] };
  let noise = noiseAtStart;
  for (let week = 0; week < weeks; week++) {
    const curve = 1 - intercept - (1 - intercept) * exp(-lambda * week);
    table.release.push(release);
    table.week.push(week);
    table.adoption_rate.push(Math.min(1, Math.max(0, curve + random.uniform() * noise)));
    noise *= noiseDecay;
  }
  return table;
}

/** The rows of one release. */
export function rowsOf(table: AdoptionTable, release: number): AdoptionTable {
  const isWanted = (_: number, row: number) => table.release[row] === release;
  return {
    release: table.release.filter(isWanted),
    week: table.week.filter(isWanted),
    adoption_rate: table.adoption_rate.filter(isWanted),
  };
}

/** The table as a CSV text. */
export function adoptionCsv(table: AdoptionTable): string {
  const rows = table.week.map((week, row) => `${table.release[row]},${week},${table.adoption_rate[row]}`);
  return `release,week,adoption_rate\n${rows.join('\n')}\n`;
}
