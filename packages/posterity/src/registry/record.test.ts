import { expect, test } from 'vitest';
import { promoted, rolledBack } from '../suite/aliases.ts';
import { newRecord, type UnitRecord, versionOf, withAlias } from './record.ts';
import { unitId } from './unitId.ts';

const hashes = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
const move = { at: '2026-01-01T00:00:00.000Z', because: 'test' };

function recordWith(champions: readonly string[]): UnitRecord {
  const versions = hashes.map((hash) => ({
    hash,
    at: move.at,
    bytes: 1,
    verdict: { status: 'good' as const, reasons: [] },
    parameters: {},
    rows: 1,
    lineage: { data: '', config: '', route: 'full', because: '', seed: 1, program: '0' },
    seconds: 0,
  }));
  const record: UnitRecord = { ...newRecord('suite', 'u.1', { u: 1 }), versions };
  return champions.reduce((now, hash) => withAlias(now, 'champion', hash, move), record);
}

test('rollbacks go further and further back, and promoting again starts from there', () => {
  const [a, b, c] = hashes;
  const once = rolledBack(recordWith([a, b, c]), move);
  expect(once.champion).toBe(b);
  const twice = rolledBack(once, move);
  expect(twice.champion).toBe(a);
  expect(() => rolledBack(twice, move)).toThrow(/no earlier champion/);
  expect(rolledBack(promoted(twice, 'v3', move), move).champion).toBe(a);
  expect(twice.moves).toHaveLength(5);
});

test('a version is named by alias, number or the start of its hash', () => {
  const record = recordWith([hashes[1]]);
  expect(versionOf(record, 'champion').hash).toBe(hashes[1]);
  expect(versionOf(record, 'v3').hash).toBe(hashes[2]);
  expect(versionOf(record, 'aaa').hash).toBe(hashes[0]);
  expect(() => versionOf(record, 'candidate')).toThrow(
    /no version "candidate"; expected one of v1 aaaaaaaaaaaa, v2/,
  );
  expect(() => promoted(record, undefined, move)).toThrow(/no candidate waits/);
});

test('ids differ where keys do, and not by the order of columns', () => {
  expect(unitId({ product: 'A b', geo: 'de' })).toBe(unitId({ geo: 'de', product: 'A b' }));
  expect(unitId({ product: 'A b' })).not.toBe(unitId({ product: 'a-b' }));
  expect(unitId({ product: 1 })).not.toBe(unitId({ product: '1' }));
  expect(unitId({ product: '../../etc/passwd', geo: '' })).toMatch(/^[a-z0-9.-]+$/);
});
