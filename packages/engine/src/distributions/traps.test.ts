import { expect, test } from 'vitest';
import { constant, parameter } from '../expr/build.ts';
import { differentiate } from '../expr/differentiate.ts';
import { evaluate } from '../expr/evaluate.ts';
import { canonical } from './canonical.ts';
import { distributions } from './index.ts';
import reference from './traps.reference.json' with { type: 'json' };

// Where formulas written plainly lose their digits or overflow; values of 60 digits by bench/trap-reference.py.

interface Row {
  readonly name: string;
  readonly y: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly logDensity: number;
  readonly slopes: Readonly<Record<string, number>>;
}

const rows = reference as unknown as readonly Row[];

for (const { name, y, parameters, logDensity, slopes } of rows) {
  const told = JSON.stringify(parameters).replaceAll('"', '').slice(1, -1);
  test(`${name}(${told}) at ${y}: log density and slopes keep their digits`, () => {
    const distribution = distributions[name]!;
    const leaves = {
      y: parameter('y'),
      ...Object.fromEntries(Object.keys(parameters).map((key) => [key, parameter(key)])),
    };
    const given = Object.fromEntries(
      Object.keys(parameters).map((key) => [key, leaves[key as keyof typeof leaves]]),
    );
    const density = distribution.logDensity(leaves.y, canonical(distribution, given));
    const at = (key: string): number => (key === 'y' ? y : parameters[key]!);
    // Terms of 1e9 that nearly cancel leave a millionth of a nat.
    const digits = Math.max(y, ...Object.values(parameters)) >= 1e8 ? 1e-6 : 1e-9;
    const value = evaluate(density, at);
    expect(Math.abs(value - logDensity) / Math.max(1, Math.abs(logDensity)), `${value}`).toBeLessThan(digits);
    for (const [key, slope] of Object.entries(slopes)) {
      const [derivative] = differentiate(density, [leaves[key as keyof typeof leaves]]);
      // By the logarithm of the argument, so that units do not matter.
      const unit = Math.abs(at(key)) || 1;
      const [found, wanted] = [unit * evaluate(derivative ?? constant(0), at), unit * slope];
      expect(Math.abs(found - wanted) / Math.max(1, Math.abs(wanted)), `${key}: ${found}`).toBeLessThan(
        digits,
      );
    }
  });
}
