/** Expressions that the data alone decide. */
import { evaluate, isElementwise } from '../expr/evaluate.ts';
import { type Expr, isConst } from '../expr/expr.ts';
import { topological } from '../expr/traverse.ts';

/** Columns as the model sees them. */
export interface RowColumns {
  readonly rows: number;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** The value of each row, or undefined where it depends on more than columns. */
export function dataValues(expr: Expr, { rows, columns }: RowColumns): Float64Array | undefined {
  const plain = expr.op === 'spread' ? expr.args[0]! : expr;
  if (plain.op === 'column') return columns[plain.name!];
  const isOfData = topological([plain]).every(
    (node) =>
      isConst(node) || isElementwise(node.op) || (node.op === 'column' && columns[node.name!] !== undefined),
  );
  if (!isOfData) return undefined;
  return Float64Array.from({ length: rows }, (_, row) => evaluate(plain, (name) => columns[name]![row]!));
}
