/**
 * Forms of plain values, as data: `checkForm.ts` holds values to them, `formSchema.ts` tells editors of them. Each says in
 * words what is expected.
 */

interface Common<T> {
  readonly expected: string;
  /** Whether the key may be left out of a record. */
  readonly isOptional?: boolean;
  /** The type of its values; never there. */
  readonly type?: T;
}

export interface TextForm extends Common<string> {
  readonly kind: 'text';
  /** Characters at least. */
  readonly least: number;
}

export interface NumberForm extends Common<number> {
  readonly kind: 'number';
  readonly isWhole?: boolean;
  /** Bounds that belong to the range, and bounds that do not. */
  readonly from?: number;
  readonly to?: number;
  readonly above?: number;
  readonly below?: number;
}

export interface TruthForm extends Common<boolean> {
  readonly kind: 'truth';
}

export interface FunctionForm<T> extends Common<T> {
  readonly kind: 'function';
}

export interface ChoiceForm<T extends string = string> extends Common<T> {
  readonly kind: 'choice';
  readonly names: readonly T[];
}

export interface ListForm<T> extends Common<T> {
  readonly kind: 'list';
  readonly item: Form;
  /** Items at least. */
  readonly least: number;
}

export interface TupleForm<T> extends Common<T> {
  readonly kind: 'tuple';
  readonly items: readonly Form[];
}

export interface MappingForm<T> extends Common<T> {
  readonly kind: 'mapping';
  readonly value: Form;
  /** How many entries there must be. */
  readonly count?: number;
}

export interface RecordForm<T> extends Common<T> {
  readonly kind: 'record';
  readonly keys: Readonly<Record<string, Form>>;
  /** What other keys hold; there are none when left out. */
  readonly others?: Form;
}

export interface EitherForm<T> extends Common<T> {
  readonly kind: 'either';
  readonly options: readonly Form[];
}

export type Form<T = unknown> =
  | (TextForm & Common<T>)
  | (NumberForm & Common<T>)
  | (TruthForm & Common<T>)
  | (ChoiceForm & Common<T>)
  | FunctionForm<T>
  | ListForm<T>
  | TupleForm<T>
  | MappingForm<T>
  | RecordForm<T>
  | EitherForm<T>;

/** The type of the values of a form. */
export type ValueOf<F> = F extends { readonly type?: infer T } ? Exclude<T, undefined> : never;

type Optional<F> = F & { readonly isOptional: true };
type OptionalKeys<Keys> = {
  [K in keyof Keys]: Keys[K] extends { readonly isOptional: true } ? K : never;
}[keyof Keys];
type RecordOf<Keys> = { [K in Exclude<keyof Keys, OptionalKeys<Keys>>]: ValueOf<Keys[K]> } & {
  [K in OptionalKeys<Keys>]?: ValueOf<Keys[K]> | undefined;
};

export const anyText = (expected: string): TextForm => ({ kind: 'text', expected, least: 0 });
export const text = (expected: string): TextForm => ({ kind: 'text', expected, least: 1 });
export const number = (expected: string, range: Partial<NumberForm> = {}): NumberForm => ({
  kind: 'number',
  expected,
  ...range,
});
export const whole = (from: number, to: number): NumberForm =>
  number(`a whole number from ${from} to ${to}`, { isWhole: true, from, to });
export const truth = (expected: string): TruthForm => ({ kind: 'truth', expected });
export const functionOf = <T>(expected: string): FunctionForm<T> => ({ kind: 'function', expected });
export const oneOf = <const T extends string>(...names: readonly T[]): ChoiceForm<T> => ({
  kind: 'choice',
  expected: `one of ${names.join(', ')}`,
  names,
});
export const list = <F extends Form>(item: F, expected: string, least = 0): ListForm<ValueOf<F>[]> => ({
  kind: 'list',
  expected,
  item,
  least,
});
export const pair = <F extends Form>(item: F, expected: string): TupleForm<[ValueOf<F>, ValueOf<F>]> => ({
  kind: 'tuple',
  expected,
  items: [item, item],
});
export const mapping = <F extends Form>(
  value: F,
  expected: string,
): MappingForm<Record<string, ValueOf<F>>> => ({ kind: 'mapping', expected, value });
export const record = <Keys extends Readonly<Record<string, Form>>>(
  keys: Keys,
  expected: string,
): RecordForm<RecordOf<Keys>> => ({ kind: 'record', expected, keys });
/** A record whose other keys hold values of a form too. */
export const withOthers = <T, F extends Form>(
  form: RecordForm<T>,
  others: F,
): RecordForm<T & Record<string, ValueOf<F>>> => {
  const { kind, expected, keys } = form;
  return { kind, expected, keys, others };
};
export const either = <Options extends readonly Form[]>(
  options: Options,
  expected: string,
): EitherForm<ValueOf<Options[number]>> => ({ kind: 'either', expected, options });
export const optional = <F extends Form>(form: F): Optional<F> => ({ ...form, isOptional: true });
