import { hashText } from '@posterity/engine';
import type { UnitKey } from './record.ts';

const readableLetters = 48;
const hashDigits = 12;

/** A unit's key as one text: its columns in alphabetical order, so that their order in a file does not matter. */
export function canonicalKey(unit: UnitKey): string {
  return JSON.stringify(sortedCells(unit));
}

/**
 * The name of a unit in files, tables and addresses: its values as far as any file system takes them, then a
 * piece of a hash, for values that differ only in letters it does not take.
 */
export function unitId(unit: UnitKey): string {
  const values = sortedCells(unit).map(([, value]) =>
    String(value)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-'),
  );
  const readable = values.join('.').slice(0, readableLetters);
  return `${readable}.${hashText(canonicalKey(unit)).slice(0, hashDigits)}`;
}

/** A unit as people read it: `product=a geo=de`. */
export function unitText(unit: UnitKey): string {
  return Object.entries(unit)
    .map(([column, value]) => `${column}=${value}`)
    .join(' ');
}

function sortedCells(unit: UnitKey): [string, number | string][] {
  return Object.entries(unit).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Whether a unit has all the given values, compared as texts. */
export function isWanted(unit: UnitKey, only: Readonly<Record<string, string>>): boolean {
  return Object.entries(only).every(([column, value]) => String(unit[column]) === value);
}
