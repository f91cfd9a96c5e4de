import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openFolderRegistry } from '../registry/folderRegistry.ts';
import type { UnitKey, UnitRecord } from '../registry/record.ts';
import { unitId } from '../registry/unitId.ts';
import { openSource } from '../sources/openSource.ts';
import { boardRow } from './board.ts';
import { type ChangedData, changedDataText } from './changedData.ts';
import { fitPool } from './fitPool.ts';
import { refresh } from './refresh.ts';
import type { UnitEvent } from './refreshUnit.ts';
import { scoreSuite } from './score.ts';
import { csvOf, type Row, rowsOf, suiteFolder, suiteYaml } from './suite.fixture.ts';
import { readSuite } from './suiteFile.ts';
import { evidenceAfter } from './windowScore.ts';

const folders: string[] = [];
const newFolder = (rows: readonly Row[], files = {}) => {
  const folder = suiteFolder(rows, files);
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function run(
  folder: string,
  options: { only?: Record<string, string>; signal?: AbortSignal; onUnit?: (event: UnitEvent) => void } = {},
) {
  const suite = await readSuite(join(folder, 'suite.yaml'));
  const registry = await openFolderRegistry(suite.defaultRegistry, { create: true });
  const events: UnitEvent[] = [];
  const source = await openSource(suite.data);
  const pool = fitPool(2);
  try {
    const report = await refresh(suite, registry, source, pool, {
      ...options,
      onUnit: (event) => {
        events.push(event);
        options.onUnit?.(event);
      },
    });
    return { report, events, units: await registry.units(suite.name), registry };
  } finally {
    await pool.close();
  }
}

const champions = (units: readonly UnitRecord[]) => units.map(({ id, champion }) => [id, champion]);

test('fits every unit once, then only what has changed', async () => {
  const rows = rowsOf(['a', 'b'], ['de', 'us']);
  const folder = newFolder(rows);
  const first = await run(folder);
  expect(first.report).toMatchObject({ units: 4, promoted: 4, held: 0, rejected: 0, skipped: 0, failed: 0 });
  expect(first.units.every(({ champion, versions }) => champion === versions[0].hash)).toBe(true);

  // The same rows in another order are the same rows.
  writeFileSync(join(folder, 'adoption.csv'), csvOf(rows.toReversed()));
  expect((await run(folder)).report).toMatchObject({ units: 4, skipped: 4 });

  const more = rowsOf(['a', 'b'], ['de', 'us'], 22).filter(
    ({ product, geo, week }) => Number(week) < 20 || (product === 'a' && geo === 'us'),
  );
  writeFileSync(join(folder, 'adoption.csv'), csvOf(more));
  const third = await run(folder);
  expect(third.report).toMatchObject({ promoted: 1, skipped: 3 });
  expect(third.events.find(({ result }) => result === 'promoted')).toMatchObject({
    unit: { product: 'a', geo: 'us' },
    because: 'the data have changed',
  });

  writeFileSync(join(folder, 'suite.yaml'), suiteYaml.replace('sigma: 0.5', 'sigma: 0.4'));
  const fourth = await run(folder);
  expect(
    fourth.events
      .filter(({ result }) => result === 'promoted')
      .map(({ unit, because }) => [unit['geo'], because]),
  ).toEqual([
    ['de', 'the config has changed'],
    ['de', 'the config has changed'],
  ]);
});

test('gives the same models whatever the order of units and wherever a run was stopped', async () => {
  const rows = rowsOf(['a', 'b', 'c'], ['de', 'us']);
  const undisturbed = await run(newFolder(rows));
  const folder = newFolder(rows.toReversed());
  const stop = new AbortController();
  await expect(run(folder, { signal: stop.signal, onUnit: () => stop.abort() })).rejects.toThrow(/abort/i);
  const resumed = await run(folder);
  expect(resumed.report.skipped).toBeGreaterThan(0);
  expect(resumed.report.promoted).toBeGreaterThan(0);
  expect(champions(resumed.units)).toEqual(champions(undisturbed.units));
});

test('names broken units, fits the others, and keeps the last good version', async () => {
  const good = rowsOf(['a', 'b'], ['us']);
  const folder = newFolder(good);
  const before = await run(folder);
  const broken: Row[] = [
    ...rowsOf(['a'], ['us']),
    ...rowsOf(['b'], ['us']).map((row) => ({ ...row, adoption: '' })),
    { product: 'one-row', geo: 'us', week: 1, adoption: 0.2 },
    ...rowsOf(['constant'], ['us']).map((row) => ({ ...row, adoption: 0.5 })),
    ...rowsOf([''], ['us'], 3),
  ];
  writeFileSync(join(folder, 'adoption.csv'), csvOf(broken));
  const { report, events, units } = await run(folder);
  expect(report).toMatchObject({ units: 5, skipped: 1, failed: 2 });
  const byProduct = new Map(events.map((event) => [event.unit['product'], event]));
  expect(byProduct.get('b')).toMatchObject({ result: 'failed', rule: 'data' });
  expect(byProduct.get('')).toMatchObject({
    result: 'failed',
    rule: 'unit_key',
    message: '3 row(s) have an empty cell in product',
  });
  expect(byProduct.get('one-row')?.result).not.toBe('failed');
  const b = units.find(({ unit }) => unit['product'] === 'b');
  expect(b?.champion).toBe(before.units.find(({ unit }) => unit['product'] === 'b')?.champion);
  expect(boardRow(b as UnitRecord, Date.now())).toMatchObject({
    gate: 'failed',
    rule: 'data',
    alias: 'champion',
  });
});

test('a unit whose rows are gone is named and keeps its champion', async () => {
  const folder = newFolder(rowsOf(['a', 'b'], ['us']));
  await run(folder);
  writeFileSync(join(folder, 'adoption.csv'), csvOf(rowsOf(['a'], ['us'])));
  expect((await run(folder, { only: { product: 'a' } })).report).toMatchObject({ units: 1, skipped: 1 });
  const { report, units } = await run(folder);
  expect(report).toMatchObject({ units: 2, skipped: 1, failed: 1 });
  expect(units[1]).toMatchObject({ last: { rule: 'no_rows' }, champion: units[1].versions[0].hash });
});

test('a config that changes under a running refresh is named, and the next one goes by it', async () => {
  const folder = newFolder(rowsOf(['a', 'b'], ['us']));
  const change = (name: string, from: string, to: string) => {
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };
  const { report, units } = await run(folder, {
    onUnit: () => {
      change('model.yaml', 'sigma: 1}', 'sigma: 2}');
      change('suite.yaml', 'suite: adoption', '# said the same\nsuite: adoption');
    },
  });
  expect(report).toMatchObject({ promoted: 2, changed: [join(folder, 'model.yaml')] });
  // Both units were fitted with what it said at the start.
  expect(new Set(units.map(({ versions }) => versions[0].lineage.config)).size).toBe(1);
  const next = await run(folder, { onUnit: () => rmSync(join(folder, 'suite.yaml'), { force: true }) });
  expect(next.report).toMatchObject({ promoted: 2, changed: [join(folder, 'suite.yaml')] });
  expect(next.events.map(({ because }) => because)).toEqual(Array(2).fill('the config has changed'));
});

test('a data file that changes under a running refresh is named with the units it is about', async () => {
  const rows = rowsOf(['a', 'b', 'c'], ['us']);
  const folder = newFolder(rows);
  const file = join(folder, 'adoption.csv');
  const products = (units: readonly UnitKey[] = []) => units.map(({ product }) => product);
  const shifted = (row: Row) =>
    row.product === 'b' ? { ...row, adoption: Number(row.adoption) + 0.1 } : row;
  const now = [...rowsOf(['a'], ['us']), ...rows.filter(({ product }) => product === 'b').map(shifted)];
  const first = await run(folder, {
    onUnit: () => writeFileSync(file, csvOf([...now, ...rowsOf(['d'], ['us'])])),
  });
  const { changedData } = first.report;
  expect(changedData?.file).toBe(file);
  expect(products(changedData?.units)).toEqual(['b', 'd', 'c']);
  expect(changedDataText(changedData as ChangedData)).toMatch(
    /adoption\.csv has changed while .* 3 units have other rows now \(product=b geo=us; product=d geo=us; product=c geo=us\); refresh again/,
  );

  // Written once more with the same rows, it is no other file.
  const same = await run(folder, { onUnit: () => writeFileSync(file, readFileSync(file, 'utf8')) });
  expect(same.report).toMatchObject({ promoted: 2, skipped: 1, failed: 1 });
  expect(same.report.changedData).toBeUndefined();
  // Of other units nothing is said.
  const only = await run(folder, { only: { product: 'a' }, onUnit: () => writeFileSync(file, csvOf(rows)) });
  expect(only.report.changedData).toBeUndefined();
  const gone = await run(folder, { onUnit: () => rmSync(file, { force: true }) });
  expect(gone.report.changedData).toMatchObject({
    file,
    unreadable: expect.stringMatching(/adoption\.csv: no such file/),
  });
  expect(gone.report.changedData?.units).toHaveLength(3);
});

test('a unit that takes too long is tried again and then marked', async () => {
  const slow = `  - when: {product: b}
    sample_params: {draws: 2000000, chains: 4}
gate:`;
  const folder = newFolder(rowsOf(['a', 'b'], ['us']), {
    'suite.yaml': `${suiteYaml.replace('gate:', slow)}limits: {seconds: 0.5}\n`,
  });
  const { report, units } = await run(folder);
  expect(report).toMatchObject({ promoted: 1, failed: 1 });
  expect(units[1].last).toMatchObject({ gate: 'failed', rule: 'time_limit', attempts: 2 });
});

test('two refreshes of one registry at once fit each unit once', async () => {
  const folder = newFolder(rowsOf(['a', 'b', 'c'], ['de', 'us']));
  const [one, other] = await Promise.all([run(folder), run(folder)]);
  expect(one.report.promoted + other.report.promoted).toBe(6);
  expect(one.report.skipped + other.report.skipped).toBe(6);
  expect((await one.registry.units('adoption')).every(({ versions }) => versions.length === 1)).toBe(true);
});

test('the gate holds a fit whose interval misses the last window', async () => {
  const rows = rowsOf(['a'], ['us']).map((row) => (Number(row.week) < 16 ? row : { ...row, adoption: 3 }));
  const folder = newFolder(rows, {
    'suite.yaml': suiteYaml.replace('verdict: suspect', 'verdict: suspect, coverage: 0.999..1'),
  });
  const { report, units, registry } = await run(folder);
  expect(report).toMatchObject({ held: 1 });
  expect(units[0].champion).toBeUndefined();
  expect(units[0]).toMatchObject({ candidate: units[0].versions[0].hash, last: { rule: 'coverage' } });
  expect(await registry.unit('adoption', unitId({ product: 'a', geo: 'us' }))).toEqual(units[0]);
});

test('learns from a few new rows by an update, and says from which version', async () => {
  const folder = newFolder(rowsOf(['a'], ['us'], 40));
  const before = await run(folder);
  writeFileSync(join(folder, 'adoption.csv'), csvOf(rowsOf(['a'], ['us'], 41)));
  const { units } = await run(folder);
  expect(units[0].versions).toHaveLength(2);
  const { lineage } = units[0].versions[1];
  expect(['update', 'warm']).toContain(lineage.route);
  expect(lineage.because).toMatch(/^the data have changed: 1 rows were added to the 40 known/);
  expect(lineage.prior).toBe(before.units[0].champion);
});

test('carries the posterior into the prior of rows that are all new, never of known ones', async () => {
  const rows = rowsOf(['a'], ['us'], 40);
  const folder = newFolder(rows.slice(0, 30), {
    'suite.yaml': `${suiteYaml}carry: {discount: 0.5}\n`,
  });
  const first = await run(folder);
  writeFileSync(join(folder, 'adoption.csv'), csvOf(rows.slice(30)));
  const second = await run(folder);
  expect(second.units[0].versions[1].lineage).toMatchObject({
    route: 'carry',
    prior: first.units[0].champion,
  });
  const sd = (k: number) => Number(second.units[0].versions[k].parameters['rate'].sd);
  // Ten late rows alone know next to nothing of the rate.
  expect(sd(1)).toBeLessThan(2 * sd(0));
  writeFileSync(join(folder, 'adoption.csv'), csvOf(rows));
  expect((await run(folder)).units[0].versions[2].lineage.route).not.toBe('carry');
});

test.each([
  ['promotes', 0, { promoted: 1 }, 'passed'],
  ['holds', 3, { held: 1 }, 'conflict'],
])('the gate %s a fit whose data lie %d away from its carried prior', async (_, away, counts, rule) => {
  const rows = rowsOf(['a'], ['us'], 40);
  const folder = newFolder(rows.slice(0, 30), {
    'suite.yaml': `${suiteYaml.replace('verdict: suspect', 'verdict: suspect, conflict: 0.001')}carry: {discount: 0.5}\n`,
  });
  const first = await run(folder);
  const later = rows.slice(30).map((row) => ({ ...row, adoption: Number(row.adoption) + Number(away) }));
  writeFileSync(join(folder, 'adoption.csv'), csvOf(later));
  const { report, units } = await run(folder);
  expect(report).toMatchObject(counts);
  expect(units[0].versions[1].lineage.route).toBe('carry');
  expect(units[0].last?.rule).toBe(rule);
  expect(units[0].champion === first.units[0].champion).toBe(rule === 'conflict');
});

test('a row is counted once, however windows overlap, and PITs of many rows are tested for uniformity', async () => {
  const rows = rowsOf(['a'], ['us'], 45);
  const folder = newFolder(rows, { 'suite.yaml': `${suiteYaml}order: week\n` });
  const { registry } = await run(folder);
  const suite = await readSuite(join(folder, 'suite.yaml'));
  const window = async (some: readonly Row[]) => {
    writeFileSync(join(folder, 'actual.csv'), csvOf(some));
    const source = await openSource(join(folder, 'actual.csv'));
    return (await scoreSuite(suite, registry, source, '2026-01-01T00:00:00.000Z'))[0];
  };
  const first = await window(rows.slice(0, 30));
  expect(first).toMatchObject({ message: '', score: { rows: 30 } });
  expect(first.score?.pit.uniformity).toBeGreaterThan(0);
  expect(first.score?.pit.uniformity).toBeLessThanOrEqual(1);
  // A late correction of an outcome does not make another row of it.
  const corrected = rows.slice(20).map((row) => ({ ...row, adoption: Number(row.adoption) + 0.001 }));
  expect(await window(corrected)).toMatchObject({
    message: '10 of 25 rows were counted in an earlier window',
    score: { rows: 15, pit: { uniformity: null } },
  });
  expect(await window(rows.slice(10, 40))).toEqual({
    unit: { product: 'a', geo: 'us' },
    score: undefined,
    message: 'all 30 rows were counted in an earlier window',
  });
  const [record] = await registry.units('adoption');
  expect(record.scores.reduce((total, { rows: counted }) => total + counted, 0)).toBe(45);
});

test('scores champions on actuals once, and the alarm makes the next refresh look again', async () => {
  const rows = rowsOf(['a'], ['us']);
  const folder = newFolder(rows);
  const { registry, units } = await run(folder);
  const suite = await readSuite(join(folder, 'suite.yaml'));
  const off = rows.map((row) => ({ ...row, adoption: Number(row.adoption) + 5 }));
  writeFileSync(join(folder, 'actual.csv'), csvOf(off));
  for (let again = 0; again < 2; again++) {
    const source = await openSource(join(folder, 'actual.csv'));
    const [{ score }] = await scoreSuite(suite, registry, source, '2026-01-01T00:00:00.000Z');
    expect(score).toMatchObject({
      version: units[0].champion,
      rows: 20,
      coverage: 0,
      alarm: { raised: true },
    });
  }
  const [record] = await registry.units('adoption');
  expect(record.scores).toHaveLength(1);
  expect(boardRow(record, Date.now())).toMatchObject({ coverage: 0, alarm: true });
  const { events } = await run(folder);
  expect(events[0]).toMatchObject({
    result: 'held',
    rule: 'alarm',
    because: 'the alarm of suite score is raised',
  });
});

test('the evidence against calibration stays small while the coverage is nominal', () => {
  const inside = Array.from({ length: 200 }, (_, k) => k % 10 !== 3);
  expect(evidenceAfter([], inside)).toBeLessThan(2);
  expect(evidenceAfter([], Array(20).fill(false))).toBeGreaterThan(1e6);
});
