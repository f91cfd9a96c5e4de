/** A config as the engine exports it, as far as priors go. */
interface Priors {
  readonly variable_params: Readonly<Record<string, { readonly dist: string; readonly params: object }>>;
}

/**
 * The config with its Normal and TruncatedNormal priors at a share of their weight, as if that share of the
 * rows behind them had been seen: sd / √share. A posterior says how well the past's mean curve is known, not
 * how far a new release may lie from it; at full weight it would hold the new release in the past's place.
 * The power prior of Ibrahim & Chen (2000), https://doi.org/10.1214/ss/1009212673
 */
export function carryOver(config: unknown, share: number): unknown {
  if (!hasPriors(config)) return config;
  const variables = Object.entries(config.variable_params).map(([name, variable]) => {
    const { params } = variable;
    const isNormal = variable.dist === 'Normal' || variable.dist === 'TruncatedNormal';
    if (!isNormal || !('sigma' in params) || typeof params.sigma !== 'number') return [name, variable];
    return [name, { ...variable, params: { ...params, sigma: params.sigma / Math.sqrt(share) } }];
  });
  return { ...config, variable_params: Object.fromEntries(variables) };
}

function hasPriors(config: unknown): config is Priors {
  return typeof config === 'object' && config !== null && 'variable_params' in config;
}
