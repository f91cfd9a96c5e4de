// The forms of values that schemas are made of; each text is what was expected there.
import * as z from 'zod/mini';

export const finite = (what: string) => z.number({ error: what });
export const positive = (what: string) => finite(what).check(z.gt(0, { error: what }));
export const between = (low: number, high: number, what: string) =>
  finite(what).check(z.gt(low, { error: what }), z.lt(high, { error: what }));
export const share = (what: string) =>
  finite(what).check(z.gte(0, { error: what }), z.lte(1, { error: what }));
export const text = (what: string) => z.string({ error: what }).check(z.minLength(1, { error: what }));
export const whole = (low: number, high: number) => {
  const error = `a whole number from ${low} to ${high}`;
  return z.int({ error }).check(z.gte(low, { error }), z.lte(high, { error }));
};
export const oneOf = <const Names extends readonly string[]>(...names: Names) =>
  z.enum(names, { error: `one of ${names.join(', ')}` });
export const mapping = <Value extends z.core.SomeType>(value: Value, what: string) =>
  z.record(z.string(), value, { error: what });
