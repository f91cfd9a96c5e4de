import type { VariableConfig } from '../../config/config.ts';
import type { CompositePrior } from './composite.ts';

/**
 * R²-induced Dirichlet decomposition (Zhang, Naughton, Bondell & Reich 2022) with the Normal kernel, as in brms:
 * βₖ ~ Normal(0, σ √(φₖ R² / (1 − R²))), R² ~ Beta of mean `mean_R2` and precision `prec_R2`, φ ~ Dirichlet(`cons_D2`).
 */
export const r2d2: CompositePrior = {
  name: 'R2D2',
  about:
    'A prior on the share R² of explained variance, dealt out to the values; columns should be standardised, and `sigma` is the noise.',
  parametrizations: [{ names: [], optional: { mean_R2: 0.5, prec_R2: 2, cons_D2: 0.5, sigma: 1 } }],
  expand: (name, param, place) => {
    const [share, phi] = [`${name}_R2`, `${name}_phi`];
    const [mean, precision] = [param('mean_R2'), param('prec_R2')];
    const parts: Record<string, VariableConfig> = {
      [share]: {
        dist: 'Beta',
        params: { alpha: `${mean} * ${precision}`, beta: `(1 - ${mean}) * ${precision}` },
      },
      [phi]: { dist: 'Dirichlet', params: { a: param('cons_D2') }, ...place },
      [name]: {
        dist: 'Normal',
        params: { mu: 0, sigma: `${param('sigma')} * sqrt(${phi} * ${share} / (1 - ${share}))` },
        ...place,
      },
    };
    return parts;
  },
};
