/** Unrolling: the same statements for rows further on, because a lone chain of dependent operations leaves the processor idle. */
import type { Statement } from './emit.ts';
import type { Low } from './low.ts';

/**
 * The statements followed by copies for later rows, `step` rows apart (2 in vector mode, 1 in scalar mode).
 * Whatever is read or written by byteIndex moves; locals do not, so leave out masks of the last rows.
 * @param others what the copies are of, where they keep their sums in other locals.
 */
export function unroll(
  statements: readonly Statement[],
  times: number,
  step: number,
  others: readonly Statement[] = statements,
): Statement[] {
  const all = [...statements];
  for (let copy = 1; copy < times; copy++) {
    const moved = new Map<Low, Low>();
    for (const statement of others) all.push(moveStatement(statement, copy * step, moved));
  }
  return all;
}

function moveStatement(statement: Statement, rows: number, moved: Map<Low, Low>): Statement {
  const value = move(statement.value, rows, moved);
  switch (statement.kind) {
    case 'set':
    case 'accumulate':
      return { ...statement, value };
    case 'store':
      if (statement.byteIndex === undefined) return { ...statement, value };
      return { ...statement, value, offset: (statement.offset ?? 0) + 8 * rows };
    case 'scatterAdd':
      return { ...statement, value, ahead: (statement.ahead ?? 0) + rows };
  }
}

/** Copies what depends on byteIndex and shares the rest; the stack is explicit because graphs may be deep. */
function move(root: Low, rows: number, moved: Map<Low, Low>): Low {
  const stack = [root];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const waiting = moved.has(top) ? [] : top.args.filter((argument) => !moved.has(argument));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    stack.pop();
    if (!moved.has(top)) moved.set(top, moveNode(top, rows, moved));
  }
  return moved.get(root)!;
}

function moveNode(low: Low, rows: number, moved: Map<Low, Low>): Low {
  if (low.op === 'load' && low.byteIndex >= 0) return { ...low, offset: low.offset + 8 * rows };
  if (low.op === 'gather') return { ...low, ahead: low.ahead + rows };
  if (low.args.every((argument) => moved.get(argument) === argument)) return low;
  return { ...low, args: low.args.map((argument) => moved.get(argument)!) };
}
