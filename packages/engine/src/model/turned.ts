/**
 * An expression over rows turned round: draws lie along the rows of the kernel, and the columns of one row of data are
 * its arguments. One call then gives a row's value at every draw, in SIMD lanes.
 */
import * as b from '../expr/build.ts';
import { isElementwise } from '../expr/evaluate.ts';
import { type Expr, rows, scalar } from '../expr/expr.ts';
import { rebuild, topological } from '../expr/traverse.ts';
import { groupOf } from './names.ts';
import type { Specification } from './specification.ts';

/** The argument that stands for the number of the row, in a model with lags. */
export const rowNumber = ':row';

/** The column with the draws of a variable, or of one entry of it. */
export function drawsColumn(variable: string, entry?: number): string {
  return entry === undefined ? variable : `${variable}[${entry}]`;
}

/** One value a draw, or one a draw and entry of a vector. */
type Turned = Expr | readonly Expr[];

const isEntries = (turned: Turned): turned is readonly Expr[] => Array.isArray(turned);

/** The expression with draws along its rows; undefined when it joins several levels or rows, so that it cannot be turned. */
export function turned(expr: Expr, { names }: Specification): Expr | undefined {
  const known = new Map<Expr, Turned>();
  const columnsOf = (vector: string): readonly string[] => names.vectors.get(vector) ?? [];

  const turn = (node: Expr): Turned | undefined => {
    const args = node.args.map((arg) => known.get(arg)!);
    const [first] = args;
    switch (node.op) {
      case 'const':
        return node;
      case 'column':
        if (!node.domain.startsWith('over:')) return b.parameter(node.name!, scalar);
        return columnsOf(groupOf(node.domain)).map((_, k) => b.parameter(drawsColumn(node.name!, k), scalar));
      case 'position':
        return node.domain === rows ? b.parameter(rowNumber, scalar) : undefined;
      case 'parameter':
        if (!node.domain.startsWith('over:')) return b.column(drawsColumn(node.name!));
        return columnsOf(groupOf(node.domain)).map((_, k) => b.column(drawsColumn(node.name!, k)));
      case 'size':
        return node.domain.startsWith('over:')
          ? b.constant(columnsOf(groupOf(node.domain)).length)
          : undefined;
      case 'gather':
        return node.domain === rows && first !== undefined && !isEntries(first) ? first : undefined;
      case 'spread':
        if (first === undefined || isEntries(first)) return undefined;
        return node.domain.startsWith('over:') ? columnsOf(groupOf(node.domain)).map(() => first) : first;
      case 'element':
        return first !== undefined && isEntries(first) ? first[node.value!] : undefined;
      case 'sum':
        return first !== undefined && isEntries(first) && first.length > 0 ? total(first) : undefined;
      case 'dot': {
        const columns = columnsOf(node.name!);
        if (first === undefined || !isEntries(first) || first.length !== columns.length) return undefined;
        return total(columns.map((column, k) => b.mul(b.parameter(column, scalar), first[k]!)));
      }
      default:
        return isElementwise(node.op) ? elementwise(node, args) : undefined;
    }
  };
  for (const node of topological([expr])) {
    const result = turn(node);
    if (result === undefined) return undefined;
    known.set(node, result);
  }
  const result = known.get(expr)!;
  return isEntries(result) ? undefined : b.spread(result, rows);
}

function total(items: readonly Expr[]): Expr {
  return items.reduce((sum, item) => b.add(sum, item));
}

/** An operation on single values, or entry by entry where an argument has entries. */
function elementwise(node: Expr, args: readonly Turned[]): Turned | undefined {
  const count = args.find(isEntries)?.length;
  if (count === undefined)
    return rebuild(
      node,
      args.filter((arg): arg is Expr => !isEntries(arg)),
    );
  return Array.from({ length: count }, (_, k) =>
    rebuild(
      node,
      args.map((arg) => (isEntries(arg) ? arg[k]! : arg)),
    ),
  );
}
