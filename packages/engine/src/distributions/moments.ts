/** Whether two moments agree to the accuracy they are usually known with; for families too small to have any pair. */
export function agrees(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}
