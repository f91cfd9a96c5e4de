/** Unconstrained draws of the chains → a trace of every variable and derived value on its own scale. */
import type { Domain } from '../expr/expr.ts';
import type { Trace, TraceVariable } from '../posterior/trace.ts';
import type { ChainResult } from '../sampler/chainResult.ts';
import type { DrawColumn } from './eachDraw.ts';
import { type BriefInstance, instantiateBriefly } from './instance.ts';
import type { BoundKernel } from './kernels.ts';
import { type Blocks, dimensionOf, type GroupLevels } from './shape.ts';
import type { Specification } from './specification.ts';

interface Holder {
  readonly variable: TraceVariable;
  readonly length: number;
}

/** Arrays for every variable of a block layout, with dimensions named after groups and vectors. */
export function holders(
  blocks: Blocks,
  domains: ReadonlyMap<string, Domain>,
  draws: number,
  specification: Specification,
  groups: ReadonlyMap<string, GroupLevels>,
  coords: Record<string, readonly (string | number)[]>,
): Map<string, Holder> {
  const result = new Map<string, Holder>();
  for (const { name, length } of blocks.blocks) {
    const dimension = dimensionOf(domains.get(name)!, specification, groups);
    if (dimension !== undefined) coords[dimension.name] = dimension.labels;
    const variable: TraceVariable = {
      name,
      dims: dimension === undefined ? [] : [dimension.name],
      shape: dimension === undefined ? [] : [length],
      values: new Float64Array(draws * length),
    };
    result.set(name, { variable, length });
  }
  return result;
}

/** A kernel with data in a room of its own, and where its values stand. */
export interface ReadyKernel extends Pick<BoundKernel, 'position' | 'output'> {
  readonly instance: BriefInstance;
}

export function readyKernel(bound: BoundKernel): ReadyKernel {
  return { position: bound.position, output: bound.output, instance: instantiateBriefly(bound) };
}

/** Draws of all chains, one after the other. */
export function traceOf(
  chains: readonly ChainResult[],
  specification: Specification,
  groups: ReadonlyMap<string, GroupLevels>,
  constrain: ReadyKernel,
  derive: ReadyKernel | undefined,
): Trace {
  const dimension = constrain.position.length;
  const perChain = chains[0] === undefined ? 0 : chains[0].stats.lp.length;
  const total = perChain * chains.length;
  const coords: Record<string, readonly (string | number)[]> = {};
  const variables = holders(
    constrain.output,
    specification.names.variables,
    total,
    specification,
    groups,
    coords,
  );
  const derivedDomains = new Map(specification.derived.map(({ name, expr }) => [name, expr.domain]));
  const derivedVariables =
    derive === undefined
      ? undefined
      : holders(derive.output, derivedDomains, total, specification, groups, coords);
  const columnsIn = (of: ReadonlyMap<string, Holder>, { blocks }: Blocks): DrawColumn[] =>
    blocks.map(({ name, offset, length }) => ({ offset, length, values: of.get(name)!.variable.values }));
  const place = { offset: 0, length: dimension };
  const kept = columnsIn(variables, constrain.output);
  chains.forEach((chain, c) => {
    const of = (column: DrawColumn): DrawColumn => chainOf(column, c, perChain);
    constrain.instance.atDraws('constrain', perChain, [{ ...place, values: chain.draws }], kept.map(of));
  });
  if (derive !== undefined && derivedVariables !== undefined) {
    const given = columnsIn(variables, derive.position);
    derive.instance.atDraws('derive', total, given, columnsIn(derivedVariables, derive.output));
  }
  const posterior: Record<string, TraceVariable> = {};
  for (const [name, { variable }] of [...variables, ...(derivedVariables ?? [])]) posterior[name] = variable;
  return {
    chains: chains.length,
    draws: perChain,
    coords,
    posterior,
    sampleStats: statistics(chains, total),
  };
}

/** The part of a column that belongs to a chain. */
function chainOf({ offset, length, values }: DrawColumn, chain: number, perChain: number): DrawColumn {
  const size = perChain * length;
  return { offset, length, values: values.subarray(chain * size, (chain + 1) * size) };
}

/** Copies an output vector into the variables' arrays at a draw. */
export function keeper(
  output: Float64Array,
  { blocks }: Blocks,
  into: ReadonlyMap<string, Holder>,
): (draw: number) => void {
  const places = blocks.map(({ name, offset, length }) => {
    return { offset, length, values: into.get(name)!.variable.values };
  });
  return (draw) => {
    for (const { offset, length, values } of places) {
      for (let i = 0; i < length; i++) values[draw * length + i] = output[offset + i]!;
    }
  };
}

function statistics(chains: readonly ChainResult[], total: number): Record<string, TraceVariable> {
  const result: Record<string, TraceVariable> = {};
  for (const name of Object.keys(chains[0]?.stats ?? {}) as (keyof ChainResult['stats'])[]) {
    const values = new Float64Array(total).fill(Number.NaN);
    const length = total / chains.length;
    chains.forEach((chain, c) => {
      const column = chain.stats[name];
      if (column !== undefined) values.set(column, c * length);
    });
    result[name] = { name, dims: [], shape: [], values };
  }
  return result;
}
