// Every problem of every unit, before anything runs.
import { DataError, Model, overlay, type Problem } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import { unitText } from '../registry/unitId.ts';
import type { RowSource } from '../sources/rowSource.ts';
import { neededColumns, unitTable } from './suiteColumns.ts';
import type { Suite } from './suiteFile.ts';
import { unitConfigs } from './unitConfigs.ts';

export interface SuiteCheck {
  readonly units: number;
  readonly rows: number;
  /** Of the suite file and the configs. */
  readonly configProblems: readonly Problem[];
  /** Units whose rows cannot be fitted. */
  readonly unitProblems: readonly { readonly unit: UnitKey; readonly problems: readonly Problem[] }[];
  readonly warnings: readonly string[];
}

/** Checks a suite against its data. @throws DataError when columns are missing; FileError */
export async function checkSuite(
  suite: Suite,
  source: RowSource,
  only: Readonly<Record<string, string>> = {},
): Promise<SuiteCheck> {
  const configs = unitConfigs(suite);
  const unitProblems: { unit: UnitKey; problems: readonly Problem[] }[] = [];
  const [columns, base] = [await neededColumns(suite, source), modelWarnings(suite)];
  let [units, rows] = [0, 0];
  for await (const { unit, table } of source.units({ unit: suite.unit, columns, only })) {
    units++;
    rows += table.rows;
    try {
      const { model } = configs.of(unit);
      model.checkTable(unitTable(suite, model.config, table));
    } catch (error) {
      // A wrong config is told once for all units that share it.
      if (error instanceof DataError) unitProblems.push({ unit, problems: error.problems });
      else if (configs.problems().length === 0) throw error;
    }
  }
  const idle = configs.unused().map((index) => `overrides[${index}] is for no unit of the data`);
  return {
    units,
    rows,
    configProblems: configs.problems(),
    unitProblems,
    warnings: [...base, ...(units === 0 ? ['the data have no unit'] : idle)],
  };
}

function modelWarnings(suite: Suite): readonly string[] {
  try {
    return new Model(overlay(suite.model).value).warnings;
  } catch {
    // Its problems are told for the units.
    return [];
  }
}

/** A unit's problem on one line. */
export const unitProblemText = (unit: UnitKey, text: string): string => `${unitText(unit)}: ${text}`;
