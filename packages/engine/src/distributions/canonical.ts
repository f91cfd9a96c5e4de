import type { Distribution, Params } from './distribution.ts';

/** Parameters as the distribution's own, by the parametrisation whose names were given. */
export function canonical(distribution: Distribution, given: Params): Params {
  const names = Object.keys(given);
  const match = distribution.parametrizations.find(
    (it) =>
      it.names.every((name) => names.includes(name)) &&
      names.every((name) => it.names.includes(name) || Object.hasOwn(it.optional ?? {}, name)),
  );
  return match === undefined ? given : match.toCanonical(given);
}
