// A small suite on disk: products × geos whose users come by a negative exponential.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, exp } from '@posterity/engine';

export const modelYaml = `independent_vars: [week]
dependent_var: adoption
variable_params:
  rate: {dist: HalfNormal, params: {sigma: 1}}
  start: {dist: Normal, params: {mu: 0, sigma: 1}}
function_params:
  function: 1 - start - (1 - start) * exp(-rate * week)
sample_params: {draws: 300, tune: 300, chains: 2, random_seed: 3}
`;

export const suiteYaml = `suite: adoption
data: adoption.csv
unit: [product, geo]
model: model.yaml
overrides:
  - when: {geo: de}
    variable_params: {start: {params: {sigma: 0.5}}}
gate: {verdict: suspect}
`;

export interface Row {
  readonly product: string;
  readonly geo: string;
  readonly week: number | string;
  readonly adoption: number | string;
}

/** Rows of products × geos, `weeks` each. */
export function rowsOf(products: readonly string[], geos: readonly string[], weeks = 20): Row[] {
  return products.flatMap((product, p) =>
    geos.flatMap((geo, g) => {
      const random = createRandom(7, 100 * p + g);
      const rate = 0.05 + 0.05 * random.uniform();
      return Array.from({ length: weeks }, (_, week) => ({
        product,
        geo,
        week,
        adoption: 0.95 * (1 - exp(-rate * week)) + 0.02 * (random.uniform() - 0.5) + 0.03,
      }));
    }),
  );
}

export const csvOf = (rows: readonly Row[]): string =>
  [
    'product,geo,week,adoption',
    ...rows.map((it) => `${it.product},${it.geo},${it.week},${it.adoption}`),
    '',
  ].join('\n');

/** A folder with suite.yaml, model.yaml and adoption.csv. */
export function suiteFolder(rows: readonly Row[], files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'suite-'));
  const all = { 'suite.yaml': suiteYaml, 'model.yaml': modelYaml, 'adoption.csv': csvOf(rows), ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  return folder;
}
