import type { UnitRecord } from '../../registry/record.ts';
import type { Registry } from '../../registry/registry.ts';
import { RegistryError } from '../../registry/registryError.ts';
import type { Suite } from '../../suite/suiteFile.ts';

/**
 * The unit that `product=a geo=de` or an id names.
 * @throws RegistryError naming units that are there
 */
export async function unitOf(
  suite: Suite,
  registry: Registry,
  asked: readonly string[],
): Promise<UnitRecord> {
  if (asked.length === 1 && !asked[0].includes('=')) {
    const record = await registry.unit(suite.name, asked[0]);
    if (record !== undefined) return record;
  }
  const wanted = asked.map(
    (text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const,
  );
  const unknown = wanted.find(([column]) => !suite.unit.includes(column));
  if (unknown !== undefined) {
    throw new RegistryError(
      `${JSON.stringify(asked.join(' '))} names no unit; expected ${suite.unit.map((column) => `${column}=…`).join(' ')}`,
    );
  }
  const records = await registry.units(suite.name);
  const found = records.filter(({ unit }) =>
    wanted.every(([column, value]) => String(unit[column]) === value),
  );
  if (found.length === 1) return found[0];
  const { unitText } = await import('../../registry/unitId.ts');
  const some = (found.length > 1 ? found : records).slice(0, 5).map(({ unit }) => unitText(unit));
  throw new RegistryError(
    `${asked.join(' ')} names ${found.length === 0 ? 'no unit' : `${found.length} units`} of ${suite.name} in ${registry.location}; there is ${some.length === 0 ? 'none yet' : some.join('; ')}`,
  );
}
