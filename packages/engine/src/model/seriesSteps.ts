/** How a series goes on after its end, one step a new level. */
import type { Random } from '../numeric/random.ts';
import type { ModelVariable } from './specification.ts';

export function isSeries(variable: ModelVariable): boolean {
  return variable.distribution.isSeries === true;
}

type Parameter = (name: string) => number | undefined;

/** Expected next value of each kind of series, from its parameters and the values `back` steps before. */
const expectations: Readonly<
  Record<string, (parameter: Parameter, before: (back: number) => number) => number>
> = {
  GaussianRandomWalk: (parameter, before) => before(1) + parameter('mu')!,
  AR: (parameter, before) => {
    const single = parameter('rho');
    if (single !== undefined) return single * before(1);
    let total = 0;
    for (let k = 0; parameter(`rho[${k}]`) !== undefined; k++)
      total += parameter(`rho[${k}]`)! * before(k + 1);
    return total;
  },
};

/** The next value: expected when no random stream is given, else with the noise of a step. */
export function nextOfSeries(
  variable: ModelVariable,
  parameter: Parameter,
  before: (back: number) => number,
  random: Random | undefined,
): number {
  const expected = expectations[variable.distribution.name]!(parameter, before);
  return random === undefined ? expected : expected + parameter('sigma')! * random.normal();
}
