// What really happened against what the champions said, unit by unit.
import { Model, PosterityError } from '@posterity/engine';
import type { UnitKey, WindowScore } from '../registry/record.ts';
import type { Registry } from '../registry/registry.ts';
import { unitId } from '../registry/unitId.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { neededColumns, unitTable } from './suiteColumns.ts';
import type { Suite } from './suiteFile.ts';
import { type Scored, scoreWindow } from './windowScore.ts';

export interface UnitScore {
  readonly unit: UnitKey;
  /** Undefined when the unit could not be scored; `message` says why. */
  readonly score: WindowScore | undefined;
  /** Why there is no score, or which rows it leaves out. */
  readonly message: string;
}

/** Scores every unit's champion on a window of actuals and keeps the scores; a row is counted once for a version. */
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
      const model = await Model.fromNetcdf(await registry.get(record.champion));
      const champion = { version: record.champion, model };
      const rows = unitTable(suite, model.config, table);
      let scored: Scored = { score: undefined, message: '' };
      await registry.update(suite.name, record.id, (now = record) => {
        // What another process counted meanwhile is not counted again.
        scored = scoreWindow(champion, now.scores, rows, suite.order, at);
        const { score } = scored;
        const isNew = score !== undefined && !now.scores.includes(score);
        return isNew ? { ...now, scores: [...now.scores, score] } : now;
      });
      scores.push({ unit, ...scored });
    } catch (error) {
      if (!(error instanceof PosterityError)) throw error;
      scores.push({ unit, score: undefined, message: error.message });
    }
  }
  return scores;
}
