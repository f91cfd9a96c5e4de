/** One number of a carried prior: a variable, or one level or column of a variable, written NAME or NAME[LEVEL]. */
export interface CarriedEntry {
  readonly name: string;
  readonly variable: string;
  /** Absent for a variable of a single value. */
  readonly label?: string;
}

export function entryOf(name: string): CarriedEntry {
  const parts = /^([^[]+)\[(.*)\]$/s.exec(name);
  return parts === null ? { name, variable: name } : { name, variable: parts[1]!, label: parts[2]! };
}

export function entryName(variable: string, label: string | number | undefined): string {
  return label === undefined ? variable : `${variable}[${label}]`;
}
