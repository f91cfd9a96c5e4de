// Configs of published posteriors: the eight models on real data of references.json that PyMC sampled, and the models of
// posteriordb (Magnusson et al. 2024) that the language expresses. Beside each: the data file and, where names differ, how
// a reference's parameter is called here.

const flat = { dist: 'Flat', params: {} };
const halfFlat = { dist: 'HalfFlat', params: {} };
const normal = (mu, sigma) => ({ dist: 'Normal', params: { mu, sigma } });
const halfNormal = (sigma) => ({ dist: 'HalfNormal', params: { sigma } });
const halfCauchy = (beta) => ({ dist: 'HalfCauchy', params: { beta } });

/** A linear regression without priors on its coefficients: beta[1] + beta[2] · first term + …; sigma flat unless given. */
function linear(
  outcome,
  columns,
  terms,
  { sigma = halfFlat, lognormal = false, constants, beta = flat } = {},
) {
  const names = [...terms.keys(), terms.length].map((k) => `b${k + 1}`);
  const config = {
    independent_vars: columns,
    dependent_var: outcome,
    variable_params: { ...Object.fromEntries(names.map((name) => [name, beta])), sigma },
    function_params: {
      function: ['b1', ...terms.map((term, k) => `b${k + 2} * ${term}`)].join(' + '),
      ...(constants === undefined ? {} : { constants }),
    },
    ...(lognormal ? { likelihood: { dist: 'LogNormal', params: { mu: 'mu', sigma: 'sigma' } } } : {}),
  };
  return { config, rename: Object.fromEntries(names.map((name, k) => [`beta[${k + 1}]`, name])) };
}

const earnings = { mean_height: 66.91694630872483, sd_height: 3.846637848956866 };
const kidiq = { mean_hs: 0.7857142857142857, sd_hs: 0.41079944751326314, mean_iq: 100, sd_iq: 15 };
const cauchy = { sigma: halfCauchy(2.5) };

const earningsModels = {
  'earnings-earn_height': linear('earn', ['height'], ['height']),
  'earnings-logearn_height': linear('earn', ['height'], ['height'], { lognormal: true }),
  'earnings-logearn_height_male': linear('earn', ['height', 'male'], ['height', 'male'], { lognormal: true }),
  'earnings-logearn_interaction': linear('earn', ['height', 'male'], ['height', 'male', 'height * male'], {
    lognormal: true,
  }),
  'earnings-logearn_interaction_z': linear(
    'earn',
    ['height', 'male'],
    ['(height - mean_height) / sd_height', 'male', '((height - mean_height) / sd_height) * male'],
    { lognormal: true, constants: earnings },
  ),
  'earnings-logearn_logheight_male': linear('earn', ['height', 'male'], ['log(height)', 'male'], {
    lognormal: true,
  }),
};

const hs = '(mom_hs - mean_hs)';
const iq = '(mom_iq - mean_iq)';
const kidiqModels = {
  'kidiq-kidscore_interaction': linear(
    'kid_score',
    ['mom_hs', 'mom_iq'],
    ['mom_hs', 'mom_iq', 'mom_hs * mom_iq'],
    cauchy,
  ),
  'kidiq-kidscore_momhs': linear('kid_score', ['mom_hs'], ['mom_hs'], cauchy),
  'kidiq-kidscore_momhsiq': linear('kid_score', ['mom_hs', 'mom_iq'], ['mom_hs', 'mom_iq'], cauchy),
  'kidiq-kidscore_momiq': linear('kid_score', ['mom_iq'], ['mom_iq'], cauchy),
};
const withMomWork = {
  'kidiq_with_mom_work-kidscore_interaction_c': linear(
    'kid_score',
    ['mom_hs', 'mom_iq'],
    [hs, iq, `${hs} * ${iq}`],
    { constants: { mean_hs: kidiq.mean_hs, mean_iq: kidiq.mean_iq } },
  ),
  'kidiq_with_mom_work-kidscore_interaction_z': linear(
    'kid_score',
    ['mom_hs', 'mom_iq'],
    [`${hs} / (2 * sd_hs)`, `${iq} / (2 * sd_iq)`, `${hs} / (2 * sd_hs) * (${iq} / (2 * sd_iq))`],
    { constants: kidiq },
  ),
  'kidiq_with_mom_work-kidscore_mom_work': linear(
    'kid_score',
    ['mom_work'],
    [2, 3, 4].map((level) => `(mom_work == ${level} ? 1 : 0)`),
  ),
};

const sizes = ['diam1', 'diam2', 'canopy_height'];
const volume = 'log(diam1 * diam2 * canopy_height)';
const area = 'log(diam1 * diam2)';
const bush = [...sizes, 'total_height', 'density'];
const mesquiteModels = {
  'mesquite-logmesquite': linear(
    'weight',
    [...bush, 'group'],
    [...bush.map((name) => `log(${name})`), 'group'],
    { lognormal: true },
  ),
  'mesquite-logmesquite_logva': linear('weight', [...sizes, 'group'], [volume, area, 'group'], {
    lognormal: true,
  }),
  'mesquite-logmesquite_logvash': linear(
    'weight',
    [...sizes, 'total_height', 'group'],
    [volume, area, 'log(diam1 / diam2)', 'log(total_height)', 'group'],
    { lognormal: true },
  ),
  'mesquite-logmesquite_logvolume': linear('weight', sizes, [volume], { lognormal: true }),
  'mesquite-mesquite': linear('weight', [...bush, 'group'], [...bush, 'group']),
};

const nes = linear(
  'partyid7',
  ['real_ideo', 'race_adj', 'age_discrete', 'educ1', 'gender', 'income'],
  [
    'real_ideo',
    'race_adj',
    ...[2, 3, 4].map((level) => `(age_discrete == ${level} ? 1 : 0)`),
    'educ1',
    'gender',
    'income',
  ],
);

const x = ['x1', 'x2', 'x3', 'x4', 'x5'];
const sblrc = {
  config: {
    independent_vars: [{ X: x }],
    dependent_var: 'y',
    variable_params: { beta: { ...normal(0, 10), over: 'X' }, sigma: halfNormal(10) },
    function_params: { function: 'dot(X, beta)' },
  },
  rename: Object.fromEntries(x.map((name, k) => [`beta[${k + 1}]`, `beta[${name}]`])),
};

const arK = {
  config: {
    independent_vars: [],
    dependent_var: 'y',
    variable_params: {
      alpha: normal(0, 10),
      ...Object.fromEntries([1, 2, 3, 4, 5].map((k) => [`b${k}`, normal(0, 10)])),
      sigma: halfCauchy(2.5),
    },
    function_params: {
      function: ['alpha', ...[1, 2, 3, 4, 5].map((k) => `b${k} * lag(y, ${k})`)].join(' + '),
    },
  },
  rename: Object.fromEntries([1, 2, 3, 4, 5].map((k) => [`beta[${k}]`, `b${k}`])),
};

const eightSchools = {
  config: {
    independent_vars: ['se'],
    dependent_var: 'effect',
    variable_params: {
      mu_theta: normal(0, 5),
      tau: halfCauchy(5),
      theta: { ...normal('mu_theta', 'tau'), by: 'school', parametrization: 'noncentered' },
    },
    function_params: { function: 'theta' },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 'se' } },
  },
  rename: {
    mu: 'mu_theta',
    ...Object.fromEntries([...'ABCDEFGH'].map((school, k) => [`theta[${k + 1}]`, `theta[${school}]`])),
  },
};

/** Two ordered means: the second is the first and a positive gap, whose prior is written out in the likelihood's rows. */
const mixture = {
  config: {
    independent_vars: [],
    dependent_var: 'y',
    variable_params: {
      mu1: normal(0, 2),
      gap: halfFlat,
      s1: halfNormal(2),
      s2: halfNormal(2),
      theta: { dist: 'Beta', params: { alpha: 5, beta: 5 } },
    },
    function_params: {
      function: 'mu1 + gap',
      constants: { rows: 1000, log_sqrt_two_pi: 0.9189385332046727 },
    },
    likelihood: {
      log_density:
        'logsumexp(log(theta) - 0.5 * ((y - mu1) / s1) ** 2 - log(s1), log(1 - theta) - 0.5 * ((y - mu) / s2) ** 2 - log(s2))' +
        ' - log_sqrt_two_pi - 0.5 * (mu / 2) ** 2 / rows',
    },
    derived: { mu2: 'mu1 + gap' },
  },
  rename: { 'mu[1]': 'mu1', 'mu[2]': 'mu2', 'sigma[1]': 's1', 'sigma[2]': 's2' },
};

const grouped = (mu, sigma, by) => ({ ...normal(mu, sigma), by });
const realData = {
  'calcium-uptake': {
    independent_vars: ['time'],
    dependent_var: 'cal',
    variable_params: { b0: halfNormal(10), b1: halfNormal(1) },
    function_params: { function: 'b0 * (1 - exp(-b1 * time))' },
  },
  'cars-distributional': {
    independent_vars: ['speed'],
    dependent_var: 'stop',
    variable_params: { b1: halfNormal(5), b2: halfNormal(1), s0: normal(1, 1), s1: normal(0, 0.2) },
    function_params: { function: 'b1 * speed + b2 * speed ** 2' },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 'exp(s0 + s1 * speed)' } },
  },
  epilepsy: {
    independent_vars: ['lbase', 'trt'],
    dependent_var: 'seizures',
    variable_params: {
      a: normal(0, 2),
      b1: normal(1, 1),
      b2: normal(0, 1),
      tau: halfNormal(1),
      u: grouped(0, 'tau', 'subject'),
    },
    function_params: { function: 'a + b1 * lbase + b2 * trt + u' },
    likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } },
  },
  'insect-sprays': {
    independent_vars: [],
    dependent_var: 'insects',
    variable_params: { m: normal(1, 1), tau: halfNormal(1), a: grouped('m', 'tau', 'spray') },
    function_params: { function: 'a' },
    likelihood: { dist: 'Poisson', params: { mu: 'exp(mu)' } },
  },
  'orange-trees': {
    independent_vars: ['age'],
    dependent_var: 'circumference',
    variable_params: {
      mu_asym: normal(200, 50),
      tau_asym: halfNormal(50),
      asym: grouped('mu_asym', 'tau_asym', 'Tree'),
      xmid: normal(700, 200),
      scal: halfNormal(500),
      sigma: halfNormal(20),
    },
    function_params: { function: 'asym / (1 + exp(-(age - xmid) / scal))' },
  },
  sleepstudy: {
    independent_vars: ['Days'],
    dependent_var: 'Reaction',
    variable_params: {
      mu_a: normal(250, 50),
      tau_a: halfNormal(50),
      a: grouped('mu_a', 'tau_a', 'Subject'),
      mu_b: normal(0, 20),
      tau_b: halfNormal(20),
      b: grouped('mu_b', 'tau_b', 'Subject'),
      sigma: halfNormal(50),
    },
    function_params: { function: 'a + b * Days' },
  },
  theophylline: {
    independent_vars: ['Dose', 'Time'],
    dependent_var: 'conc',
    variable_params: {
      lke: normal(-2.5, 0.5),
      mu_ka: normal(0.5, 1),
      tau_ka: halfNormal(1),
      lka: grouped('mu_ka', 'tau_ka', 'Subject'),
      mu_cl: normal(-3, 1),
      tau_cl: halfNormal(0.5),
      lcl: grouped('mu_cl', 'tau_cl', 'Subject'),
      sigma: halfNormal(1),
    },
    function_params: {
      function:
        'const ke = exp(lke), ka = exp(lka), cl = exp(lcl); return Dose * ke * ka / (cl * (ka - ke)) * (exp(-ke * Time) - exp(-ka * Time))',
    },
  },
  wells: {
    independent_vars: [{ X: ['dist100', 'arsenic', 'edu4'] }],
    dependent_var: 'switched',
    variable_params: {
      a: normal(0, 1.5),
      beta: { dist: 'StudentT', params: { nu: 4, mu: 0, sigma: 1 }, over: 'X' },
    },
    function_params: { function: 'a + dot(X, beta)' },
    likelihood: { dist: 'Bernoulli', params: { logit_p: 'mu' } },
  },
};

const of = (data, models) =>
  Object.entries(models).map(([name, model]) => ({ name, data: data ?? name.split('-')[0], ...model }));

/** Every posterior: its name in references.json, its data file, its config, names of parameters that differ. */
export const posteriors = [
  ...Object.entries(realData).map(([name, config]) => ({ name, data: name, config, rename: {} })),
  ...of('earnings', earningsModels),
  ...of('kidiq', kidiqModels),
  ...of('kidiq_with_mom_work', withMomWork),
  ...of('mesquite', mesquiteModels),
  ...[1972, 1980, 1984, 1988, 1992, 1996].map((year) => ({
    name: `nes${year}-nes`,
    data: `nes${year}`,
    ...nes,
  })),
  { name: 'sblrc-blr', data: 'sblrc', ...sblrc },
  { name: 'arK-arK', data: 'arK', ...arK },
  { name: 'eight_schools-eight_schools_noncentered', data: 'eight_schools', ...eightSchools },
  { name: 'low_dim_gauss_mix-low_dim_gauss_mix', data: 'low_dim_gauss_mix', ...mixture },
];
