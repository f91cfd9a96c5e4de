/** Some draws of a trace. */
import { entriesOf, type Trace, type TraceGroup, type TraceVariable } from '../posterior/trace.ts';

/** @param sources places of the draws to take, as many from each chain, chain by chain. */
export function takeDraws(trace: Trace, sources: Int32Array): Trace {
  return {
    ...trace,
    draws: sources.length / trace.chains,
    posterior: taken(trace.posterior, sources),
    sampleStats: taken(trace.sampleStats, sources),
  };
}

function taken(group: TraceGroup, sources: Int32Array): Record<string, TraceVariable> {
  return Object.fromEntries(
    Object.entries(group).map(([name, variable]) => {
      const stride = entriesOf(variable);
      const values = new Float64Array(sources.length * stride);
      sources.forEach((source, draw) => {
        values.set(variable.values.subarray(source * stride, (source + 1) * stride), draw * stride);
      });
      return [name, { ...variable, values }];
    }),
  );
}
