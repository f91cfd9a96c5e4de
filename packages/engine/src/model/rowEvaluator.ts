/** Values of a row at every draw of a trace: by a kernel turned round where the model allows it, else draw by draw. */
import { bindKernel } from '../compiler/bind.ts';
import * as b from '../expr/build.ts';
import { type Expr, rows, scalar } from '../expr/expr.ts';
import { namesOf } from '../expr/traverse.ts';
import { entriesOf, type Trace } from '../posterior/trace.ts';
import { frequencyEntries } from './bases.ts';
import { instantiate, instantiateBriefly, type KernelInstance } from './instance.ts';
import { bind, compile, type ModelKernel } from './kernels.ts';
import { groupOf } from './names.ts';
import { blocksOf } from './shape.ts';
import type { Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';
import { drawsColumn, rowNumber, turned } from './turned.ts';

/** Values by name, one a draw; views that the next row overwrites. */
export type RowValues = Readonly<Record<string, Float64Array>>;

export interface RowEvaluator {
  /** Draws in all, chain after chain. */
  readonly draws: number;
  /** Whether the values of a row depend on that row alone, wherever it stands. */
  readonly isRowwise: boolean;
  /** Calls `visit` for each row of the data, in order. */
  readonly evaluate: (data: PreparedData, visit: (values: RowValues, row: number) => void) => void;
  /** Quantiles of location + scale · noise in each row: a column of rows for each probability. */
  readonly spreadQuantiles?: (
    data: PreparedData,
    spread: SpreadNoise,
    probabilities: readonly number[],
  ) => Float64Array[];
}

/** The names of the values that are location and scale, and the noise of every draw. */
export interface SpreadNoise {
  readonly location: string;
  readonly scale: string;
  readonly noise: Float64Array;
}

/** What a row evaluator computes; compiled once for a model and used with any trace of it. */
export interface RowKernel {
  readonly specification: Specification;
  readonly names: readonly string[];
  readonly isTurned: boolean;
  readonly kernel: ModelKernel;
  /** The data columns that are a turned kernel's arguments. */
  readonly columns: readonly string[];
}

/** Compiles expressions over rows for evaluation at every draw. */
export function rowKernel(specification: Specification, outputs: Readonly<Record<string, Expr>>): RowKernel {
  const names = Object.keys(outputs);
  const turnedOutputs = names.map((name) => turned(outputs[name]!, specification));
  const isTurned = turnedOutputs.every((expr) => expr !== undefined);
  const exprs = isTurned ? turnedOutputs : names.map((name) => b.spread(outputs[name]!, rows));
  const kernel = compile(specification, [
    { name: 'row', outputs: names.map((name, k) => ({ name, expr: exprs[k]! })) },
  ]);
  const columns = isTurned ? namesOf(exprs, 'parameter') : [];
  return { specification, names, isTurned, kernel, columns };
}

/** The evaluator of a kernel over a trace. All evaluators of a kernel share memory: one evaluation at a time. */
export function rowEvaluator(it: RowKernel, trace: Trace): RowEvaluator {
  const draws = trace.chains * trace.draws;
  const isRowwise = it.isTurned && !it.columns.includes(rowNumber);
  return it.isTurned
    ? { draws, isRowwise, ...turnedEvaluation(it, trace, draws) }
    : { draws, isRowwise, evaluate: (data, visit) => evaluateByDraw(it, trace, draws, data, visit) };
}

/** A variable with levels: its draws level by level, and the column that holds those of the current row's level. */
interface LevelDraws {
  readonly group: string;
  readonly draws: Float64Array;
  readonly column: Float64Array;
  current: number;
}

function turnedEvaluation(
  it: RowKernel,
  trace: Trace,
  draws: number,
): Pick<RowEvaluator, 'evaluate' | 'spreadQuantiles'> {
  const { specification, kernel } = it;
  const columns: Record<string, Float64Array> = {};
  const byLevel: { name: string; group: string; draws: Float64Array }[] = [];
  for (const { name, domain } of specification.variables) {
    const variable = trace.posterior[name]!;
    if (domain === scalar) columns[drawsColumn(name)] = variable.values;
    else if (domain.startsWith('over:')) {
      for (let k = 0; k < entriesOf(variable); k++)
        columns[drawsColumn(name, k)] = entryDraws(variable.values, entriesOf(variable), k);
    } else {
      columns[drawsColumn(name)] = new Float64Array(draws);
      const stride = entriesOf(variable);
      const transposed = new Float64Array(variable.values.length);
      for (let level = 0; level < stride; level++)
        transposed.set(entryDraws(variable.values, stride, level), level * draws);
      byLevel.push({ name, group: groupOf(domain), draws: transposed });
    }
  }
  const sizes = { [scalar]: 1, [rows]: draws };
  const position = blocksOf(
    it.columns.map((name) => ({ name, domain: scalar })),
    sizes,
  );
  const output = blocksOf(kernel.outputs, sizes);
  const laid = () => {
    const bound = bindKernel(kernel.compiled.layout, {
      sizes,
      columns,
      indices: {},
      parameterOffsets: position.offsets,
      outputOffsets: output.offsets,
    });
    const instance = instantiateBriefly({ module: kernel.module, bound, position, output });
    const levels = byLevel.flatMap(({ name, group, draws: all }): LevelDraws[] => {
      const column = instance.column(drawsColumn(name), draws);
      return column === undefined ? [] : [{ group, draws: all, column, current: -1 }];
    });
    const run = instance.caller('row');
    return { instance, run, values: valuesOf(it, instance, output.offsets, draws), levels };
  };
  let last: ReturnType<typeof laid> | undefined;
  /** The instance with all that is the same in every row of the data; and what is not. */
  const readyFor = (data: PreparedData) => {
    // Another trace's evaluator may have taken the room meanwhile, or its memory have grown.
    if (last?.instance.isGood() !== true) last = laid();
    const { instance } = last;
    const constants = frequencyEntries(data.bases ?? {});
    it.columns.forEach((name, place) => {
      instance.position[place] = constants[name] ?? Number.NaN;
    });
    const moving = it.columns.flatMap((name, place) => {
      if (Object.hasOwn(constants, name)) return [];
      const values =
        name === rowNumber ? Float64Array.from({ length: data.rows }, (_, row) => row) : data.columns[name]!;
      return [{ place, values }];
    });
    const groups = last.levels.map((level) => ({ level, index: data.indices[`${level.group}|${rows}`]! }));
    return { ...last, moving, groups };
  };
  const enterLevel = (level: LevelDraws, next: number): void => {
    if (next === level.current) return;
    level.column.set(level.draws.subarray(next * draws, (next + 1) * draws));
    level.current = next;
  };
  return {
    evaluate(data, visit) {
      const { instance, run, values, moving, groups } = readyFor(data);
      for (let row = 0; row < data.rows; row++) {
        for (const column of moving) instance.position[column.place] = column.values[row]!;
        for (const { level, index } of groups) enterLevel(level, index[row]!);
        run();
        visit(values, row);
      }
    },
    spreadQuantiles(data, { location, scale, noise }, probabilities) {
      const results = probabilities.map(() => new Float64Array(data.rows));
      const places = { location: output.offsets[location]!, scale: output.offsets[scale]!, noise };
      for (let from = 0; from < data.rows; ) {
        const { instance, moving, groups } = readyFor(data);
        for (const { level, index } of groups) enterLevel(level, index[from]!);
        let to = from + 1;
        while (
          to < data.rows &&
          to - from < mostRowsAtOnce &&
          groups.every(({ index }) => index[to] === index[from])
        )
          to++;
        const columns = moving.map(({ place, values }) => ({ place, values: values.subarray(from, to) }));
        const found = instance.rowQuantiles('row', { rows: to - from, columns, ...places }, probabilities);
        for (const [k, result] of results.entries()) result.set(found[k]!, from);
        from = to;
      }
      return results;
    },
  };
}

/** Rows of which quantiles are asked in one call: what they take is then little beside the draws. */
const mostRowsAtOnce = 4096;

function entryDraws(values: Float64Array, stride: number, entry: number): Float64Array {
  const draws = new Float64Array(values.length / stride);
  for (let draw = 0, at = entry; draw < draws.length; draw++, at += stride) draws[draw] = values[at]!;
  return draws;
}

function valuesOf(
  it: RowKernel,
  instance: KernelInstance,
  offsets: Readonly<Record<string, number>>,
  length: number,
): Record<string, Float64Array> {
  return Object.fromEntries(
    it.names.map((name) => [name, instance.output.subarray(offsets[name]!, offsets[name]! + length)]),
  );
}

/** Doubles that the values of a block of rows may take. */
const blockSize = 2 ** 20;

function evaluateByDraw(
  it: RowKernel,
  trace: Trace,
  draws: number,
  data: PreparedData,
  visit: (values: RowValues, row: number) => void,
): void {
  const bound = bind(it.kernel, it.specification, data);
  const instance = instantiate(bound);
  const values = valuesOf(it, instance, bound.output.offsets, data.rows);
  const sources = bound.position.blocks.map((block) => ({
    ...block,
    draws: trace.posterior[block.name]!.values,
  }));
  const blockRows = Math.max(1, Math.floor(blockSize / draws / it.names.length));
  for (let from = 0; from < data.rows; from += blockRows) {
    const count = Math.min(blockRows, data.rows - from);
    const kept = Object.fromEntries(it.names.map((name) => [name, new Float64Array(count * draws)]));
    for (let draw = 0; draw < draws; draw++) {
      for (const { offset, length, draws: all } of sources)
        instance.position.set(all.subarray(draw * length, (draw + 1) * length), offset);
      instance.run('row');
      for (const name of it.names) {
        const [row, block] = [values[name]!, kept[name]!];
        for (let k = 0; k < count; k++) block[k * draws + draw] = row[from + k]!;
      }
    }
    for (let k = 0; k < count; k++) {
      const one = it.names.map((name) => [name, kept[name]!.subarray(k * draws, (k + 1) * draws)] as const);
      visit(Object.fromEntries(one), from + k);
    }
  }
}
