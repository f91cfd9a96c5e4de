// Numbers as a reader wants them.

/** Three significant digits, without an exponent for everyday sizes. */
export function numberText(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(digits - 1);
  return size >= 10 ** (digits - 1) ? String(Math.round(value)) : String(Number(value.toPrecision(digits)));
}

/** As `numberText`, with the trailing zeros that make a column of numbers line up. */
export function columnText(value: number, digits: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size >= 10 ** (digits - 1) || size < 1e-4) return numberText(value, digits);
  return value.toPrecision(digits);
}

/** A share as a percentage: 0.9 → "90%". */
export function percentText(share: number): string {
  return `${Number((100 * share).toFixed(1))}%`;
}
