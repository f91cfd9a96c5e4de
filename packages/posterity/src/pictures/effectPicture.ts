// The fitted function along one column, by level where the model has few: against the rows when they are at hand.
import type { Model } from '@posterity/engine';
import { type CurveSeries, curveBand, type PictureOptions } from '@posterity/report';
import { numbersOf, type Subject, typicalRows } from './subject.ts';

/** Levels drawn in one picture, each with a colour of its own. */
const mostLevels = 8;
const coverage = 0.9;

/** Columns of numbers along which the model can be drawn, in the config's order. */
export function drawnColumns({ config, saved }: Model): string[] {
  const names = config.independent_vars.flatMap((item) =>
    item.kind === 'column' ? [item.name] : item.columns,
  );
  const grouping = new Set(Object.values(saved.groups).flatMap(({ columns }) => columns));
  return names.filter((name) => {
    const range = saved.ranges?.[name];
    return range !== undefined && range.low < range.high && !grouping.has(name);
  });
}

/** The picture of one column. @param options.of new observations, or the function's value */
export function effectPicture(
  subject: Subject,
  column: string,
  options: PictureOptions & { readonly of?: 'mean' | 'observation' } = {},
): string {
  const { of = 'observation', ...picture } = options;
  const { model } = subject;
  const level = levelColumn(model);
  const series =
    level === undefined
      ? [curve(subject, column, of, undefined)]
      : level.levels.map((value) => curve(subject, column, of, { column: level.column, value }));
  const outcome = model.saved.dependent;
  const what = of === 'mean' ? 'the function' : `a new ${outcome}`;
  return curveBand(
    { xLabel: column, yLabel: outcome, coverage, series },
    { title: `${outcome} along ${column}`, subtitle: held(model, column, what), ...picture },
  );
}

interface LevelAt {
  readonly column: string;
  readonly value: string | number;
}

/** The one grouping column of a model whose levels are few enough to draw. */
function levelColumn({ saved }: Model): { column: string; levels: (string | number)[] } | undefined {
  const groups = Object.values(saved.groups);
  const [group] = groups;
  if (groups.length !== 1 || group!.columns.length !== 1 || group!.levels.length > mostLevels)
    return undefined;
  const levels = group!.levels.flatMap((value) => (typeof value === 'object' ? [] : [value]));
  return { column: group!.columns[0]!, levels };
}

function curve(subject: Subject, column: string, of: 'mean' | 'observation', level?: LevelAt): CurveSeries {
  const { model, rows } = subject;
  const typical = typicalRows(model);
  if (level !== undefined) typical[level.column] = typical[level.column]!.map(() => level.value);
  const found = model.effects(typical, column, { of, alpha: coverage, points: 80 });
  const [x, y] = [numbersOf(subject, column), numbersOf(subject, model.saved.dependent)];
  const at = level === undefined ? undefined : rows?.columns[level.column];
  const isShown = (_: number, row: number): boolean =>
    at === undefined || String(at.values[row]) === String(level!.value);
  return {
    name: level === undefined ? model.saved.dependent : String(level.value),
    x: found.values.map(Number),
    median: found.median,
    lower: found.lower,
    upper: found.upper,
    ...(x === undefined || y === undefined
      ? {}
      : { observed: { x: x.filter(isShown), y: y.filter(isShown) } }),
  };
}

function held({ saved }: Model, column: string, what: string): string {
  const others = Object.keys(saved.ranges ?? {}).filter(
    (name) => name !== column && name !== saved.dependent,
  );
  return others.length === 0
    ? `90% intervals of ${what}`
    : `90% intervals of ${what}; ${others.join(', ')} at the middle of their ranges`;
}
