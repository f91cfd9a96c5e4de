import type { DataOverview } from '../worker/protocol.ts';

/** A line through the last numeric column over the first, to begin from. */
export function starterConfig({ columns }: DataOverview): string {
  const numeric = columns.filter(({ kind, distinct }) => kind === 'number' && distinct > 1);
  const [x, y] = [numeric[0], numeric.at(-1)];
  if (x === undefined || y === undefined || x === y) return '';
  const [quotedX, quotedY] = [x, y].map(({ name }) => (isPlain(name) ? name : JSON.stringify(name)));
  const spread = Math.max(Math.abs(y.least ?? 0), Math.abs(y.greatest ?? 1), 1e-6);
  const width = (x.greatest ?? 1) - (x.least ?? 0) || 1;
  const scale = (value: number): number => Number(value.toPrecision(2));
  const term = isPlain(x.name) ? x.name : 'x';
  return `independent_vars:
  - ${quotedX}
dependent_var: ${quotedY}
variable_params:
  intercept:
    dist: Normal
    params: { mu: 0, sigma: ${scale(2 * spread)} }
  slope:
    dist: Normal
    params: { mu: 0, sigma: ${scale((2 * spread) / width)} }
  sigma:
    dist: HalfNormal
    params: { sigma: ${scale(spread)} }
function_params:
  function: intercept + slope * ${term}
`;
}

function isPlain(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}
