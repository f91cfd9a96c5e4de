import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFolderRegistry } from '../registry/folderRegistry.ts';
import { unitText } from '../registry/unitId.ts';
import { openSource } from '../sources/openSource.ts';
import { fitPool } from './fitPool.ts';
import { planSuite } from './plan.ts';
import { refresh } from './refresh.ts';
import type { UnitEvent } from './refreshUnit.ts';
import { csvOf, type Row, rowsOf, suiteFolder, suiteYaml } from './suite.fixture.ts';
import { readSuite } from './suiteFile.ts';

const unitRows = (product: string, weeks: number): Row[] => rowsOf([product], ['us'], weeks);
const altered = (rows: readonly Row[], from: number): Row[] =>
  rows.map((row, at) => (at < from ? row : { ...row, adoption: Number(row.adoption) + 0.01 }));

// Enough draws that some are left when they are weighed by an added row.
const suiteOf = (...overrides: string[]): string =>
  suiteYaml.replace(
    'gate:',
    `${['  - when: {product: added}\n    sample_params: {draws: 1000}\n', ...overrides].join('')}gate:`,
  );

test.each([
  ['full', ''],
  ['carry', 'carry: {discount: 0.5}\n'],
])(
  'a plan foretells the way that each unit then goes, rows that are all new %s',
  async (whenAllNew, further) => {
    const folder = suiteFolder(
      ['added', 'few', 'altered', 'apart', 'gone', 'config', 'same'].flatMap((product) =>
        unitRows(product, 40),
      ),
      { 'suite.yaml': suiteOf() + further },
    );
    const run = async () => {
      const suite = await readSuite(join(folder, 'suite.yaml'));
      const registry = await openFolderRegistry(suite.defaultRegistry, { create: true });
      const source = await openSource(suite.data);
      const planned = await planSuite(suite, registry, source);
      const before = await registry.units(suite.name);
      const pool = fitPool(1);
      const events: UnitEvent[] = [];
      await refresh(suite, registry, source, pool, { onUnit: (event) => events.push(event) });
      await pool.close();
      const units = await registry.units(suite.name);
      return { planned, events, units, before };
    };
    const first = await run();
    expect(first.before).toEqual([]);
    expect(first.planned.map(({ action, because }) => [action, because])).toEqual(
      Array(7).fill(['full', 'first fit']),
    );

    const override = `  - when: {product: config}\n    variable_params: {start: {params: {sigma: 0.7}}}\n`;
    writeFileSync(join(folder, 'suite.yaml'), suiteOf(override) + further);
    writeFileSync(
      join(folder, 'adoption.csv'),
      csvOf([
        ...unitRows('added', 41),
        ...unitRows('few', 41),
        ...altered(unitRows('altered', 40), 30),
        ...altered(unitRows('apart', 40), 0),
        ...unitRows('broken', 20).map((row) => ({ ...row, adoption: '' })),
        ...unitRows('config', 40),
        ...unitRows('new', 40),
        ...unitRows('same', 40),
        ...unitRows('', 3),
      ]),
    );
    const { planned, events, units } = await run();
    const actions = Object.fromEntries(planned.map(({ unit, action }) => [unit['product'], action]));
    expect(actions).toEqual({
      added: 'update',
      altered: 'warm',
      apart: whenAllNew,
      broken: 'fail',
      config: 'full',
      few: 'warm',
      gone: 'fail',
      new: 'full',
      same: 'skip',
      '': 'fail',
    });
    for (const { unit, action, because } of planned) {
      const name = unitText(unit);
      const { result, message } = events.find((event) => unitText(event.unit) === name) as UnitEvent;
      if (action === 'skip') expect([name, result]).toEqual([name, 'skipped']);
      else if (action === 'fail') expect([name, result, message]).toEqual([name, 'failed', because]);
      else {
        const record = units.find((it) => unitText(it.unit) === name);
        const lineage = record?.versions.find(({ hash }) => hash === record.last?.version)?.lineage;
        expect([name, lineage?.route]).toEqual([name, action]);
        if (action !== 'full') expect(lineage?.because).toBe(because);
      }
    }

    // Another rule of the gate asks for another look at models that stay.
    writeFileSync(join(folder, 'suite.yaml'), suiteOf(override).replace('suspect', 'good') + further);
    const judged = (await run()).planned.find(({ unit }) => unit['product'] === 'same');
    expect(judged).toMatchObject({ action: 'judge' });
    expect(judged?.because).toMatch(/^the rules of the suite have changed: the 40 rows are those of/);
    rmSync(folder, { recursive: true, force: true });
  },
);
