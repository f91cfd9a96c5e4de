/** A number as people read it: a few digits, no exponent in everyday ranges. */
export function shortNumber(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '—';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e7 || size < 1e-4) return value.toExponential(2);
  if (Number.isInteger(value) && size < 1e7) return String(value);
  return String(Number(value.toPrecision(digits)));
}

/** 12,345. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
