import { canonical } from '../../distributions/canonical.ts';
import type { JointForm } from '../../distributions/distribution.ts';
import { distributions } from '../../distributions/index.ts';
import * as b from '../../expr/build.ts';
import type { Domain, Expr } from '../../expr/expr.ts';
import { hasNoncenteredForm, noncentered } from '../noncentered.ts';
import { constrain } from '../transforms.ts';
import type { ModelVariable } from '../variables.ts';
import type { Factor } from './factor.ts';

/** The factor of a variable whose entries are independent, or tied by its distribution alone. */
export function singleFactor(variable: ModelVariable): Factor {
  const { joint } = variable.distribution;
  return joint === undefined ? independent(variable) : tied(variable, joint);
}

function independent(variable: ModelVariable): Factor {
  const { distribution, domain } = variable;
  return {
    variables: [variable],
    hasNoncentered: domain !== 'scalar' && hasNoncenteredForm(distribution.name),
    logDensity: ([value], [params]) => total(distribution.logDensity(value!, params!), domain),
    free: ([q], [params], isNoncentered) => {
      if (isNoncentered) {
        const form = noncentered(distribution.name, params!, q!);
        const standard = distributions[form.distribution]!;
        const density = standard.logDensity(q!, canonical(standard, form.standard));
        return { values: [form.value], logDensity: total(density, domain) };
      }
      const { value, logJacobian } = constrain(q!, distribution.support(params!));
      const density = b.add(distribution.logDensity(value, params!), logJacobian);
      return { values: [b.spread(value, domain)], logDensity: total(density, domain) };
    },
  };
}

function tied(variable: ModelVariable, joint: JointForm): Factor {
  return {
    variables: [variable],
    hasNoncentered: joint.hasNoncentered,
    logDensity: ([value], [params]) => joint.logDensity(value!, params!),
    free: ([q], [params], isNoncentered) => {
      const { value, logDensity } = joint.free(q!, variable.domain, params!, isNoncentered);
      return { values: [value], logDensity };
    },
  };
}

function total(density: Expr, domain: Domain): Expr {
  return b.sum(b.spread(density, domain));
}
