import type { ShelvedModel } from './shelf.ts';

type SavedLevels = ShelvedModel['model']['saved']['groups'][string]['levels'];

/** What a client needs to know of a model before it asks: its inputs, their ranges and levels, and how far to trust it. */
export function modelCard({ name, hash, model }: ShelvedModel) {
  const { saved, config } = model;
  const levels = new Map<string, SavedLevels | undefined>();
  for (const { columns, levels: all } of Object.values(saved.groups))
    for (const column of columns) levels.set(column, columns.length === 1 ? all : undefined);
  const columns = new Set([
    ...config.independent_vars.flatMap((item) => (item.kind === 'column' ? [item.name] : item.columns)),
    ...levels.keys(),
  ]);
  return {
    name,
    hash,
    outcome: saved.dependent,
    inputs: [...columns].map((column) => ({
      name: column,
      kind: levels.has(column) ? 'level' : 'number',
      ...(levels.get(column) === undefined ? {} : { levels: levels.get(column) }),
      ...(saved.ranges?.[column] === undefined ? {} : { range: saved.ranges[column] }),
    })),
    new_levels: config.new_levels,
    rows: saved.rows,
    verdict: { status: model.verdict().status, reasons: model.verdict().reasons },
    parameters: model.summary(),
    model: model.describe().text.split('\n'),
  };
}
