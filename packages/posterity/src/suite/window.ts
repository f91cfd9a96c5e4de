/** Rows of the last window when a suite does not say: a fifth of a unit's, at least one. */
export function defaultWindow(rows: number): number {
  return Math.max(1, Math.ceil(rows / 5));
}
