/** A fit whose draws tell enough to be carried on: chains that move slowly draw more, of which as many as asked for are kept. */
import { configToJson } from '../config/configJson.ts';
import type { Fitted } from '../model/fit.ts';
import type { Specification } from '../model/specification.ts';
import { essBulk } from '../posterior/ess.ts';
import { drawsOfEntry, entriesOf, type Trace } from '../posterior/trace.ts';
import { takeDraws } from './takeDraws.ts';

/** Times as many draws as asked for, at most. */
const longest = 16;

/**
 * @param effective draws in all that every variable should have, by the bulk effective sample size.
 * @param fit as the specification's sampling settings say.
 */
export async function fitToCarry(
  specification: Specification,
  effective: number,
  fit: (specification: Specification) => Promise<Fitted>,
): Promise<Fitted> {
  const first = await fit(specification);
  const least = leastEffective(first.trace);
  if (!(least < effective)) return first;
  const times = Math.min(longest, Math.ceil(effective / least));
  const { config } = specification;
  const sample_params = { ...config.sample_params, draws: times * config.sample_params.draws };
  const { saved, trace, density } = await fit({ ...specification, config: { ...config, sample_params } });
  const sources = Int32Array.from(
    { length: Math.floor((trace.chains * trace.draws) / times) },
    (_, draw) => (draw + 1) * times - 1,
  );
  return {
    specification: first.specification,
    saved: { ...saved, config: configToJson(config) },
    trace: takeDraws(trace, sources),
    ...(density === undefined ? {} : { density }),
  };
}

/** Of the values of all variables; those that do not vary have no say. */
function leastEffective(trace: Trace): number {
  let least = Number.POSITIVE_INFINITY;
  for (const variable of Object.values(trace.posterior)) {
    for (let entry = 0; entry < entriesOf(variable); entry++) {
      const found = essBulk(drawsOfEntry(variable, entry), trace.chains);
      if (found < least) least = found;
    }
  }
  return least;
}
