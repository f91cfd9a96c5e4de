/** Holds plain values to forms: a copy of what fits, or everything that does not. */
import type { Form, NumberForm, RecordForm, ValueOf } from './forms.ts';
import type { Issue } from './issues.ts';

type Path = readonly PropertyKey[];

/** An issue of a value that is of the right kind otherwise. */
interface Found extends Issue {
  readonly isOfKind?: boolean;
}

export type Checked<T> =
  | { readonly isFit: true; readonly value: T }
  | { readonly isFit: false; readonly issues: readonly Issue[] };

/** The value as the form says, keys it leaves out not copied. */
export function checkForm<F extends Form>(form: F, value: unknown): Checked<ValueOf<F>> {
  const issues: Found[] = [];
  const copy = read(form, value, [], issues);
  return issues.length === 0 && isOf<ValueOf<F>>(copy)
    ? { isFit: true, value: copy }
    : { isFit: false, issues };
}

/** What has been read without an issue is of the form's type. */
function isOf<T>(_copy: unknown): _copy is T {
  return true;
}

/** The keys of the record that the form expects at a path; empty where it expects none. */
export function formKeys(form: Form, path: Path): string[] {
  if (form.kind === 'either') return form.options.flatMap((option) => formKeys(option, path));
  const keys = form.kind === 'record' ? form.keys : {};
  if (path.length === 0) return Object.keys(keys);
  const [step, ...rest] = path;
  const next = Object.hasOwn(keys, String(step)) ? keys[String(step)] : undefined;
  if (next !== undefined) return formKeys(next, rest);
  if (form.kind === 'mapping') return formKeys(form.value, rest);
  return form.kind === 'list' ? formKeys(form.item, rest) : [];
}

function read(form: Form, value: unknown, path: Path, issues: Found[]): unknown {
  const refuse = (more: Partial<Found> = {}): void => {
    issues.push({ code: 'wrong_value', path, message: form.expected, ...more });
  };
  const before = issues.length;
  const isOfKind = (): boolean => issues.slice(before).every((it) => it.isOfKind === true);
  switch (form.kind) {
    case 'text':
      if (typeof value !== 'string') refuse();
      else if (value.length < form.least) refuse({ isOfKind: true });
      return value;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) refuse();
      else if (form.isWhole === true && !Number.isInteger(value)) refuse();
      else if (!isWithin(form, value)) refuse({ isOfKind: true });
      return value;
    case 'truth':
      if (typeof value !== 'boolean') refuse();
      return value;
    case 'function':
      if (typeof value !== 'function') refuse();
      return value;
    case 'choice':
      if (!form.names.some((name) => name === value)) refuse({ code: 'invalid_value', values: form.names });
      return value;
    case 'list': {
      if (!Array.isArray(value)) return refuse();
      // A hole of a list is looked at too, which map would pass by.
      const items = Array.from(value, (item: unknown, i) => read(form.item, item, [...path, i], issues));
      if (value.length < form.least) refuse({ isOfKind: true });
      return items;
    }
    case 'tuple':
      if (!Array.isArray(value) || value.length !== form.items.length) return refuse();
      return form.items.map((item, i) => read(item, value[i], [...path, i], issues));
    case 'mapping': {
      if (!isPlain(value)) return refuse();
      const entries = entriesOf(value);
      const copy = Object.fromEntries(
        entries.map(([key, item]) => [key, read(form.value, item, [...path, key], issues)]),
      );
      if (form.count !== undefined && entries.length !== form.count && isOfKind()) refuse({ isOfKind: true });
      return copy;
    }
    case 'record':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse();
      return readRecord(form, value, path, issues);
    case 'either': {
      const tried = form.options.map((option) => {
        const found: Found[] = [];
        return { copy: read(option, value, path, found), found };
      });
      const fit = tried.find(({ found }) => found.length === 0);
      if (fit !== undefined) return fit.copy;
      // Where one form alone is of the value's kind, its issues say more.
      const ofKind = tried.filter(({ found }) => found.every((it) => it.isOfKind === true));
      if (ofKind.length === 1) issues.push(...ofKind[0]!.found);
      else refuse();
      return value;
    }
  }
}

function readRecord(form: RecordForm<unknown>, value: object, path: Path, issues: Found[]): object {
  const given = new Map(entriesOf(value));
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(form.keys)) {
    const item = given.get(key);
    const isLeftOut = item === undefined && inner.isOptional === true;
    if (!isLeftOut) copy[key] = read(inner, item, [...path, key], issues);
  }
  const others = [...given.keys()].filter((key) => !Object.hasOwn(form.keys, key));
  if (form.others !== undefined)
    for (const key of others) copy[key] = read(form.others, given.get(key), [...path, key], issues);
  else if (others.length > 0)
    issues.push({ code: 'unrecognized_keys', path, message: form.expected, keys: others });
  return copy;
}

function isWithin({ from, to, above, below }: NumberForm, value: number): boolean {
  const { NEGATIVE_INFINITY: low, POSITIVE_INFINITY: high } = Number;
  return value >= (from ?? low) && value <= (to ?? high) && value > (above ?? low) && value < (below ?? high);
}

/** A name that would reach into the copy's prototype is left out. */
function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([key]) => key !== '__proto__');
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
