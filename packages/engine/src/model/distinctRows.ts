/** Rows that are the same in every column, found once. */
/** First row of each distinct combination, in order of appearance, and the combination of each row. */
export function distinctRows(
  columns: readonly ArrayLike<number>[],
  count: number,
): { first: Int32Array; groupOf: Int32Array } {
  let codes = new Float64Array(count);
  let distinct = 1;
  for (const column of columns) {
    const known = new Map<number, number>();
    const joined = new Float64Array(count);
    const combined = new Map<number, number>();
    // Codes stay dense, so a pair of them fits a double exactly.
    for (let row = 0; row < count; row++) {
      const value = column[row]!;
      let code = known.get(value);
      if (code === undefined) {
        code = known.size;
        known.set(value, code);
      }
      const pair = code * distinct + codes[row]!;
      let dense = combined.get(pair);
      if (dense === undefined) {
        dense = combined.size;
        combined.set(pair, dense);
      }
      joined[row] = dense;
    }
    codes = joined;
    distinct = combined.size;
  }
  const first = new Int32Array(count === 0 ? 0 : distinct).fill(-1);
  const groupOf = Int32Array.from(codes);
  for (let row = count - 1; row >= 0; row--) first[groupOf[row]!] = row;
  return { first, groupOf };
}
