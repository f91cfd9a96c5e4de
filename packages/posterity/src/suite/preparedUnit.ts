// A unit's config and its rows as a fit takes them, or what is wrong with them.
import { PosterityError } from '@posterity/engine';
import { FitFailure } from './fitPool.ts';
import type { Suite } from './suiteFile.ts';
import { type FitRows, fitRowsOf, type SuiteRows } from './suiteRows.ts';
import type { UnitConfig, UnitConfigs } from './unitConfigs.ts';

export interface PreparedUnit extends FitRows {
  readonly config: UnitConfig;
}

export function prepareUnit(suite: Suite, configs: UnitConfigs, rows: SuiteRows): PreparedUnit | FitFailure {
  const { unit } = rows;
  const empty = Object.keys(unit).filter((column) => unit[column] === '');
  if (empty.length > 0) {
    return new FitFailure('unit_key', `${rows.rows} row(s) have an empty cell in ${empty.join(', ')}`, true);
  }
  try {
    const config = configs.of(unit);
    return { config, ...fitRowsOf(suite, config.model.config, rows) };
  } catch (error) {
    if (error instanceof PosterityError)
      return new FitFailure(error.code, error.message, true, { cause: error });
    throw error;
  }
}
