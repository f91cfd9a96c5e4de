// Moves of a unit's aliases by hand; each is kept with its reason.
import { formerChampion, type UnitRecord, type Version, versionOf, withAlias } from '../registry/record.ts';
import { RegistryError } from '../registry/registryError.ts';
import { unitText } from '../registry/unitId.ts';

interface Move {
  readonly at: string;
  readonly because: string;
}

/** Puts a version into use: by default the candidate. @throws RegistryError */
export function promoted(record: UnitRecord, name: string | undefined, move: Move): UnitRecord {
  if (name === undefined && record.candidate === undefined) {
    throw new RegistryError(
      `${unitText(record.unit)}: no candidate waits; name a version to promote (--version)`,
    );
  }
  const { hash } = versionOf(record, name ?? 'candidate');
  const moved = withAlias(record, 'champion', hash, move);
  return moved.candidate === hash ? withAlias(moved, 'candidate', undefined, move) : moved;
}

/** Puts the champion before the present one back into use. @throws RegistryError when there was none */
export function rolledBack(record: UnitRecord, move: Move): UnitRecord {
  const former = formerChampion(record);
  if (former === undefined)
    throw new RegistryError(`${unitText(record.unit)}: there is no earlier champion to go back to`);
  return withAlias(record, 'champion', former.hash, move);
}

/** How one parameter differs between two versions. */
export interface ParameterDifference {
  readonly parameter: string;
  readonly from: { readonly mean: number | null; readonly sd: number | null };
  readonly to: { readonly mean: number | null; readonly sd: number | null };
  /** Difference of the means in standard deviations of the first. */
  readonly shift: number | null;
}

/** Parameters of two versions beside each other, one line an entry; one that only one of them has is null in the other. */
export function differences(from: Version, to: Version): ParameterDifference[] {
  const [before, after] = [entriesOf(from), entriesOf(to)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.map((parameter) => {
    const [one, other] = [before.get(parameter) ?? nothing, after.get(parameter) ?? nothing];
    const isComparable = one.mean !== null && other.mean !== null && one.sd !== null && one.sd > 0;
    const shift = isComparable ? (Number(other.mean) - Number(one.mean)) / Number(one.sd) : null;
    return { parameter, from: one, to: other, shift };
  });
}

const nothing = { mean: null, sd: null };

function entriesOf({ parameters }: Version): Map<string, { mean: number | null; sd: number | null }> {
  const entries = Object.entries(parameters).flatMap(([name, { mean, sd }]) => {
    const [means, sds] = [[mean].flat(), [sd].flat()];
    return means.map((value, at) => {
      const label = Array.isArray(mean) ? `${name}[${at}]` : name;
      return [label, { mean: value, sd: sds[at] ?? null }] as const;
    });
  });
  return new Map(entries);
}
