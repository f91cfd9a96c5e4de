// The suite demo's data: weekly adoption of products × geos by a negative exponential, one rate a product and geo.
import { createRandom, exp } from '@posterity/engine';

export const weeks = 52;
const geos = ['at', 'br', 'de', 'es', 'fr', 'in', 'it', 'jp', 'uk', 'us'];
const noise = 0.02;
/** The last of several units loses half of its users in this week, for the gate to notice. */
const leavingWeek = 46;

/** Columns of one row a unit and week. */
export interface ProductGeoTable {
  readonly product: string[];
  readonly geo: string[];
  readonly week: number[];
  readonly adoption: number[];
}

/** @param units products are added until there are as many units */
export function productGeos(units: number, seed: number): ProductGeoTable {
  const table: ProductGeoTable = { product: [], geo: [], week: [], adoption: [] };
  for (let unit = 0; unit < units; unit++) {
    const product = `p${String(1 + Math.floor(unit / geos.length)).padStart(2, '0')}`;
    const geo = geos[unit % geos.length];
    const random = createRandom(seed, unit);
    const rate = 0.05 + 0.06 * random.uniform();
    const start = 0.1 * random.uniform();
    const isLeaving = units > 1 && unit === units - 1;
    for (let week = 0; week < weeks; week++) {
      const lost = isLeaving && week >= leavingWeek ? 0.5 : 0;
      table.product.push(product);
      table.geo.push(geo);
      table.week.push(week);
      table.adoption.push(1 - (1 - start) * exp(-rate * week) - lost + noise * random.normal());
    }
  }
  return table;
}

/** The table as a CSV text. */
export function productGeoCsv({ product, geo, week, adoption }: ProductGeoTable): string {
  const rows = week.map((it, row) => `${product[row]},${geo[row]},${it},${adoption[row].toFixed(4)}`);
  return `product,geo,week,adoption\n${rows.join('\n')}\n`;
}

/** Adoption approaches 1 from where it starts. */
export const productModel = `independent_vars: [week]
dependent_var: adoption
variable_params:
  rate: { dist: HalfNormal, params: { sigma: 0.2 } }
  start: { dist: Normal, params: { mu: 0, sigma: 0.3 } }
function_params:
  function: 1 - (1 - start) * exp(-rate * week)
sample_params: { draws: 1000, tune: 1000, chains: 4, random_seed: 1 }
`;

export const productSuite = `suite: products
data: products.csv
unit: [product, geo]
order: week
model: products.yaml
window: 6 # weeks that coverage looks at
gate: { verdict: suspect, coverage: 0.5..1 }
limits: { seconds: 60 }
`;
