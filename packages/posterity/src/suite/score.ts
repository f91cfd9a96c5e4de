// What really happened against what the champions said: coverage, PIT and CRPS a window, and a sequential alarm.
import {
  crps,
  fingerprint,
  intervalCoverage,
  Model,
  PosterityError,
  pit,
  type Table,
  takeRows,
} from '@posterity/engine';
import type { UnitKey, UnitRecord, WindowScore } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId } from '../registry/unitId.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { neededColumns, unitTable } from './suiteColumns.ts';
import type { Suite } from './suiteFile.ts';

const nominal = 0.9;
/** Evidence at which the alarm is raised: a calibrated model ever reaches it with probability 1/20 (Ville 1939). */
const alarmAt = 20;
/** The bets start as if ten outcomes had been seen, nine of them inside. */
const [insideSeen, outsideSeen] = [9, 1];

export interface UnitScore {
  readonly unit: UnitKey;
  /** Undefined when the unit could not be scored; `message` says why. */
  readonly score: WindowScore | undefined;
  readonly message: string;
}

/** Scores every unit's champion on a window of actuals and keeps the scores; a window is counted once. */
export async function scoreSuite(
  suite: Suite,
  registry: Registry,
  source: RowSource,
  at: string,
): Promise<UnitScore[]> {
  const columns = await neededColumns(suite, source);
  const scores: UnitScore[] = [];
  for await (const { unit, table } of source.units({ unit: suite.unit, columns, only: {} })) {
    const record = await registry.unit(suite.name, unitId(unit));
    if (record?.champion === undefined) {
      scores.push({ unit, score: undefined, message: 'no version is in use' });
      continue;
    }
    try {
      const champion = await Model.fromNetcdf(await registry.get(record.champion));
      const score = scoreWindow(
        record,
        record.champion,
        champion,
        unitTable(suite, champion.config, table),
        at,
      );
      await registry.update(suite.name, record.id, (now = record) => withScore(now, score));
      scores.push({ unit, score, message: '' });
    } catch (error) {
      if (!(error instanceof PosterityError)) throw error;
      scores.push({ unit, score: undefined, message: error.message });
    }
  }
  return scores;
}

function withScore(record: UnitRecord, score: WindowScore): UnitRecord {
  const isKnown = record.scores.some((it) => it.version === score.version && it.data === score.data);
  return isKnown ? record : { ...record, scores: [...record.scores, score] };
}

function scoreWindow(
  record: UnitRecord,
  version: string,
  champion: Model,
  table: Table,
  at: string,
): WindowScore {
  const outcomes = table.columns[champion.config.dependent_var ?? ''].values;
  const present = [...outcomes.keys()].filter((row) => Number.isFinite(outcomes[row]));
  const observed = takeRows(table, present);
  const actual = Float64Array.from(present, (row) => Number(outcomes[row]));
  const { lower, upper } = champion.predict(observed, { alpha: nominal });
  const { draws, rows, values } = champion.predictDraws(observed);
  const column = new Float64Array(draws);
  let [crpsSum, pitSum] = [0, 0];
  for (let row = 0; row < rows; row++) {
    for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * rows + row];
    crpsSum += crps(column, actual[row]);
    pitSum += pit(column, actual[row]);
  }
  const inside = Array.from(actual, (value, row) => value >= lower[row] && value <= upper[row]);
  const earlier = record.scores.filter((it) => it.version === version);
  const evidence = evidenceAfter(earlier, inside);
  const mean = (sum: number) => (rows === 0 ? null : sum / rows);
  return {
    at,
    version,
    data: fingerprint(table),
    rows,
    nominal,
    coverage: rows === 0 ? nominal : intervalCoverage(lower, upper, actual).coverage,
    crps: mean(crpsSum),
    pit: { mean: mean(pitSum), uniformity: null },
    alarm: {
      evidence,
      raised: evidence >= alarmAt || earlier.some(({ alarm }) => alarm.raised),
    },
  };
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
