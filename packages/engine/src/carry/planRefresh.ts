/** What a refresh would do with the data as they now stand, and why; nothing is fitted here. */
import type { Config } from '../config/config.ts';
import { configToJson } from '../config/configJson.ts';
import { fingerprint } from '../data/fingerprint.ts';
import { recognise } from '../data/seenTable.ts';
import type { SavedModel } from '../model/savedModel.ts';
import { type TrainingRows, wholeTable } from '../model/trainingRows.ts';

export type RefreshAction = 'skip' | 'update' | 'warm' | 'full';

export interface RefreshPlan {
  readonly action: RefreshAction;
  /** One sentence. */
  readonly reason: string;
  /** Rows the fit has learned from, rows it has not, and rows it learned from that are gone. */
  readonly rows: { readonly known: number; readonly added: number; readonly removed: number };
  /** For an update: the indices of the rows to learn from. */
  readonly fresh?: readonly number[];
}

/** Share of the rows that must have stayed for the last fit to be a good place to start from. */
const moderate = 0.5;

/**
 * Compares a fit with a config and data.
 * @param verdict status of the last fit.
 */
export function planRefresh(
  saved: SavedModel,
  verdict: 'good' | 'suspect' | 'bad',
  config: Config,
  rows: TrainingRows,
): RefreshPlan {
  const table = wholeTable(rows);
  const nothing = { known: 0, added: table.rows, removed: saved.rows };
  const changed = changedKeys(saved.config, configToJson(config));
  const structure = changed.filter((path) => !path.startsWith('sample_params'));
  if (structure.length > 0)
    return { action: 'full', reason: `the config changed at ${listed(structure)}`, rows: nothing };
  if (verdict === 'bad')
    return { action: 'full', reason: 'the last fit cannot be trusted (verdict bad)', rows: nothing };
  const isSame = fingerprint(table) === saved.fingerprint && table.rows === saved.rows;
  const all = { known: table.rows, added: 0, removed: 0 };
  if (changed.length > 0 && isSame)
    return { action: 'warm', reason: `the sampling settings changed at ${listed(changed)}`, rows: all };
  if (isSame)
    return { action: 'skip', reason: `the ${table.rows} rows are those of the last fit`, rows: all };
  const { seen } = saved;
  const lost = seen?.columns.filter((name) => !Object.hasOwn(table.columns, name)) ?? [];
  if (seen === undefined || lost.length > 0) {
    const why =
      seen === undefined
        ? 'the last fit kept no memory of its rows'
        : `the data no longer have the column ${listed(lost)} that rows are known by`;
    return { action: 'full', reason: why, rows: nothing };
  }
  const { known, fresh, missing, isComplete } = recognise(seen, table);
  const counts = { known: known.length, added: fresh.length, removed: missing };
  const isOrdered = /\blag\(|GaussianRandomWalk|"AR"/.test(JSON.stringify(saved.config));
  if (changed.length > 0)
    return { action: 'warm', reason: `the sampling settings changed at ${listed(changed)}`, rows: counts };
  if (isComplete && !isOrdered) {
    if (fresh.length === 0)
      return {
        action: 'skip',
        reason: `the ${table.rows} rows are those learned from, in another order or in parts`,
        rows: counts,
      };
    return {
      action: 'update',
      reason: `${fresh.length} rows were added to the ${known.length} known`,
      rows: counts,
      fresh,
    };
  }
  const share = known.length / Math.max(table.rows, seen.rows);
  const what = `${fresh.length} rows are new and ${missing} of ${seen.rows} are gone or altered`;
  if (share >= moderate) return { action: 'warm', reason: what, rows: counts };
  return { action: 'full', reason: `${what}: too much for the last fit to start from`, rows: counts };
}

/** Paths of a config's values that differ, to the second level of mappings and below variables. */
export function changedKeys(before: unknown, after: unknown, path = '', depth = 3): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (depth === 0 || !isMapping(before) || !isMapping(after)) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) =>
    changedKeys(before[key], after[key], path === '' ? key : `${path}.${key}`, depth - 1),
  );
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listed(paths: readonly string[]): string {
  return paths.length <= 3
    ? paths.join(', ')
    : `${paths.slice(0, 3).join(', ')} and ${paths.length - 3} more`;
}
