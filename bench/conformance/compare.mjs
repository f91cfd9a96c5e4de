// How far a fit's summary is from a posterior's reference draws.
import { readFileSync } from 'node:fs';

const references = JSON.parse(readFileSync(new URL('references.json', import.meta.url), 'utf8'));

/** Mean, sd and Monte Carlo error of every number of a summary, by name, or name[level]. */
function numbersOf(parameters) {
  const found = new Map();
  for (const [name, it] of Object.entries(parameters)) {
    if (!Array.isArray(it.mean))
      found.set(name, { mean: it.mean, sd: it.sd, mcse: it.mcse_mean, ess: it.ess_bulk });
    else
      it.mean.forEach((mean, k) => {
        const label = Array.isArray(it.levels[k]) ? it.levels[k].join('|') : it.levels[k];
        found.set(`${name}[${label}]`, { mean, sd: it.sd[k], mcse: it.mcse_mean[k], ess: it.ess_bulk[k] });
      });
  }
  return found;
}

/** The reference's numbers in the same form. */
function referenceOf(parameters, rename) {
  const found = new Map();
  for (const [name, it] of Object.entries(parameters)) {
    if (!Array.isArray(it.mean))
      found.set(rename[name] ?? name, { mean: it.mean, sd: it.sd, mcse: it.sd / Math.sqrt(it.ess) });
    else
      it.mean.forEach((mean, k) => {
        found.set(`${name}[${it.levels[k]}]`, { mean, sd: it.sd[k], mcse: it.sd[k] / Math.sqrt(it.ess[k]) });
      });
  }
  return found;
}

/**
 * The worst difference of a mean (in Monte Carlo standard errors, both sides' together) and of a standard deviation
 * (relative), and the smallest bulk ESS, over all parameters of the reference.
 */
export function compare({ name, rename }, parameters) {
  const found = numbersOf(parameters);
  const reference = referenceOf(references[name].parameters, rename);
  let [worst, worstSd, ess, at] = [0, 0, Infinity, ''];
  for (const [parameter, expected] of reference) {
    const it = found.get(parameter);
    if (it === undefined) throw new Error(`${name}: no ${parameter} among ${[...found.keys()].join(', ')}`);
    const error = Math.abs(it.mean - expected.mean) / Math.hypot(it.mcse, expected.mcse);
    if (!(error <= worst)) [worst, at] = [error, parameter];
    worstSd = Math.max(worstSd, Math.abs(it.sd / expected.sd - 1));
    ess = Math.min(ess, it.ess);
  }
  return { worst, at, worstSd, ess, count: reference.size };
}
