import type { VariableConfig } from '../../config/config.ts';
import type { CompositePrior } from './composite.ts';

/**
 * The regularised horseshoe (Piironen & Vehtari 2017, eq. 2.8): βₖ ~ Normal(0, τ λ̃ₖ) with λ̃² = c² λ² / (c² + τ² λ²),
 * λₖ and τ half-t, and c² inverse-gamma, so that large effects are held by a t slab of `nu_slab` degrees of freedom.
 */
export const horseshoe: CompositePrior = {
  name: 'Horseshoe',
  about:
    'Most values near 0, a few large ones: `scale_global` is the size at which an effect counts as one, `scale_slab` the size of the large ones.',
  parametrizations: [
    {
      names: [],
      optional: { scale_global: 1, nu_global: 1, nu_local: 1, scale_slab: 2, nu_slab: 4 },
    },
  ],
  expand: (name, param, place) => {
    const [tau, lambda, c2] = [`${name}_tau`, `${name}_lambda`, `${name}_c2`];
    const half = `0.5 * ${param('nu_slab')}`;
    const parts: Record<string, VariableConfig> = {
      [tau]: { dist: 'HalfStudentT', params: { nu: param('nu_global'), sigma: param('scale_global') } },
      [lambda]: { dist: 'HalfStudentT', params: { nu: param('nu_local'), sigma: 1 }, ...place },
      [c2]: { dist: 'InverseGamma', params: { alpha: half, beta: `${half} * ${param('scale_slab')} ** 2` } },
      // τ λ̃ = 1 / √(1 / (τ λ)² + 1 / c²), which overflows at neither end.
      [name]: {
        dist: 'Normal',
        params: { mu: 0, sigma: `1 / sqrt(1 / (${tau} * ${lambda}) ** 2 + 1 / ${c2})` },
        ...place,
      },
    };
    return parts;
  },
};
