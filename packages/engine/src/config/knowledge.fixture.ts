// A few distributions' names for the tests of this room; the real table belongs to distributions/.
import type { Knowledge } from './distributionNames.ts';

export const knowledge: Knowledge = {
  distributions: {
    Normal: {
      parameters: [
        ['mu', 'sigma'],
        ['mu', 'tau'],
      ],
      optional: ['mu', 'sigma', 'tau'],
    },
    HalfNormal: { parameters: [['sigma'], ['tau']], optional: [] },
    TruncatedNormal: {
      parameters: [
        ['mu', 'sigma', 'lower', 'upper'],
        ['mu', 'tau', 'lower', 'upper'],
      ],
      optional: ['mu', 'lower', 'upper'],
    },
    StudentT: {
      parameters: [
        ['nu', 'mu', 'sigma'],
        ['nu', 'mu', 'lam'],
      ],
      optional: ['mu', 'sigma', 'lam'],
    },
    LogNormal: {
      parameters: [
        ['mu', 'sigma'],
        ['mu', 'tau'],
      ],
      optional: ['mu'],
    },
    Gamma: {
      parameters: [
        ['alpha', 'beta'],
        ['mu', 'sigma'],
      ],
      optional: [],
    },
    Beta: {
      parameters: [
        ['alpha', 'beta'],
        ['mu', 'sigma'],
        ['mu', 'nu'],
      ],
      optional: [],
    },
    Laplace: { parameters: [['mu', 'b']], optional: [] },
    Flat: { parameters: [[]], optional: [] },
    Bernoulli: { parameters: [['p'], ['logit_p']], optional: [] },
    OrderedLogistic: { parameters: [['eta', 'cutpoints']], optional: [] },
    Poisson: { parameters: [['mu']], optional: [] },
  },
};
