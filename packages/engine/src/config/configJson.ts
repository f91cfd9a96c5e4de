// A normalised config as the plain value a user could have written; parseConfig reads it back to the same config.
import type { Config, VariableConfig } from './config.ts';

/** The config for a file or a saved model. @throws TypeError when the function is still a JavaScript value */
export function configToJson(config: Config): Record<string, unknown> {
  const { function: fn, constants } = config.function_params;
  if (typeof fn !== 'string')
    throw new TypeError('a JavaScript function has to be turned into its text first');
  const { columns, ...missing } = config.missing;
  const variables = Object.entries(config.variable_params).filter(
    ([name]) => !(name === 'sigma' && config.sigmaIsDefault),
  );
  const { dist: _dist, params: _params, ...unusual } = config.likelihood;
  const likelihood = config.likelihoodIsDefault ? unusual : config.likelihood;
  return {
    independent_vars: config.independent_vars.map((it) =>
      it.kind === 'column' ? it.name : { [it.name]: it.columns },
    ),
    ...(config.dependent_var === undefined ? {} : { dependent_var: config.dependent_var }),
    variable_params: Object.fromEntries(variables.map(([name, it]) => [name, variable(it)])),
    function_params: { function: fn, ...(isEmpty(constants) ? {} : { constants }) },
    ...(isEmpty(likelihood) ? {} : { likelihood }),
    ...(isEmpty(config.derived) ? {} : { derived: config.derived }),
    sample_params: config.sample_params,
    ...(isEmpty(config.preprocessing) ? {} : { preprocessing: config.preprocessing }),
    ...(missing.x === 'error' && missing.y === 'error' && isEmpty(columns)
      ? {}
      : { missing: { ...missing, ...columns } }),
    ...(config.new_levels === 'error' ? {} : { new_levels: config.new_levels }),
    ...(config.prior_from === undefined ? {} : { prior_from: config.prior_from }),
  };
}

function variable(it: VariableConfig): Record<string, unknown> {
  const { by, ...rest } = it;
  return { ...rest, ...(by === undefined ? {} : { by: by.length === 1 ? by[0] : by }) };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
