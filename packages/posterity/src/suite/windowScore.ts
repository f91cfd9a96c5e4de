// A champion's predictions against the outcomes of one window: coverage, PIT, CRPS and the evidence of an alarm.
import {
  createRandom,
  crps,
  fingerprint,
  intervalCoverage,
  type Model,
  noRows,
  pit,
  randomizedPit,
  rememberRows,
  rowHashes,
  type Table,
  takeRows,
  type UniformityTest,
  uniformityTest,
  wereSeen,
} from '@posterity/engine';
import type { WindowScore } from '../registry/record.ts';
import { columnsOf } from './suiteColumns.ts';

const nominal = 0.9;
/** Evidence at which the alarm is raised: a calibrated model ever reaches it with probability 1/20 (Ville 1939). */
const alarmAt = 20;
/** The bets start as if ten outcomes had been seen, nine of them inside. */
const [insideSeen, outsideSeen] = [9, 1];
/** Fewer PITs say next to nothing of their distribution. */
export const leastForUniformity = 20;
const mostPlaces = 100;

export interface ScoredVersion {
  readonly version: string;
  readonly model: Model;
}

export interface Scored {
  /** Undefined when the window has no row to count. */
  readonly score: WindowScore | undefined;
  /** What was left out; '' for nothing. */
  readonly message: string;
}

/**
 * Scores a version on the rows of a window that have an outcome and were not counted in an earlier window of the version.
 * @param order columns that tell rows apart: a row with the same order and inputs is the same row whatever its outcome
 *   says now. Without them rows are told apart by all their cells.
 */
export function scoreWindow(
  { version, model }: ScoredVersion,
  scores: readonly WindowScore[],
  table: Table,
  order: readonly string[],
  at: string,
): Scored {
  const earlier = scores.filter((it) => it.version === version);
  const data = fingerprint(table);
  const same = earlier.find((it) => it.data === data);
  if (same !== undefined) return { score: same, message: 'the window was counted before' };
  const dependent = model.config.dependent_var ?? '';
  const outcomes = table.columns[dependent].values;
  const present = [...outcomes.keys()].filter((row) => Number.isFinite(outcomes[row]));
  if (present.length === 0) return { score: undefined, message: 'no row has an outcome' };
  const names = columnsOf(model.config).filter((name) => order.length === 0 || name !== dependent);
  const hashes = rowHashes(table, [...new Set([...order, ...names])]);
  const known = earlier.map(({ seen = noRows }) => wereSeen(seen, hashes));
  const fresh = present.filter((row) => !known.some((wasSeen) => wasSeen[row]));
  const repeated = present.length - fresh.length;
  if (fresh.length === 0)
    return { score: undefined, message: `all ${repeated} rows were counted in an earlier window` };
  const observed = takeRows(table, fresh);
  const actual = Float64Array.from(fresh, (row) => Number(outcomes[row]));
  const { lower, upper } = model.predict(observed, { alpha: nominal });
  const inside = Array.from(actual, (value, row) => value >= lower[row] && value <= upper[row]);
  const evidence = evidenceAfter(earlier, inside);
  const score: WindowScore = {
    at,
    version,
    data,
    rows: fresh.length,
    seen: rememberRows(
      noRows,
      Float64Array.from(fresh, (row) => hashes[row]),
    ),
    nominal,
    coverage: intervalCoverage(lower, upper, actual).coverage,
    ...distances(model, observed, actual),
    alarm: {
      evidence,
      raised: evidence >= alarmAt || earlier.some(({ alarm }) => alarm.raised),
    },
  };
  const message =
    repeated === 0 ? '' : `${repeated} of ${present.length} rows were counted in an earlier window`;
  return { score, message };
}

/** Mean CRPS and PIT over the rows, and whether the PITs are uniform. */
function distances(model: Model, observed: Table, actual: Float64Array): Pick<WindowScore, 'crps' | 'pit'> {
  const { draws, rows, values } = model.predictDraws(observed);
  const column = new Float64Array(draws);
  const random = createRandom(model.config.sample_params.random_seed, rows);
  const transforms = new Float64Array(rows);
  let [crpsSum, pitSum] = [0, 0];
  for (let row = 0; row < rows; row++) {
    for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * rows + row];
    crpsSum += crps(column, actual[row]);
    pitSum += pit(column, actual[row]);
    transforms[row] = randomizedPit(column, actual[row], random.uniform());
  }
  const uniformity = rows < leastForUniformity ? null : testOf(rows)(transforms).pValue;
  return { crps: crpsSum / rows, pit: { mean: pitSum / rows, uniformity } };
}

/** Tests by number of rows: units of a suite have mostly as many. */
const tests = new Map<number, UniformityTest>();
const keptTests = 16;

function testOf(rows: number): UniformityTest {
  let test = tests.get(rows);
  if (test === undefined) {
    if (tests.size >= keptTests) tests.clear();
    test = uniformityTest(rows, Math.min(mostPlaces, rows));
    tests.set(rows, test);
  }
  return test;
}

/**
 * A bet on each outcome lying inside its interval, at the share seen so far: the wealth is a martingale while the
 * nominal coverage is the true one (Shafer & Vovk 2019).
 */
export function evidenceAfter(
  earlier: readonly Pick<WindowScore, 'rows' | 'coverage' | 'alarm'>[],
  inside: readonly boolean[],
): number {
  let evidence = earlier.at(-1)?.alarm.evidence ?? 1;
  let within = earlier.reduce((total, { rows, coverage }) => total + Math.round(rows * coverage), insideSeen);
  let seen = earlier.reduce((total, { rows }) => total + rows, insideSeen + outsideSeen);
  for (const isInside of inside) {
    const share = within / seen;
    evidence *= isInside ? share / nominal : (1 - share) / (1 - nominal);
    if (isInside) within++;
    seen++;
  }
  return Math.min(evidence, Number.MAX_VALUE);
}
