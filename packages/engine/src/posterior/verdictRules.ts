// The rules by which a posterior is judged, one entry each. Limits follow Vehtari, Gelman, Simpson, Carpenter & Bürkner
// 2021 (R-hat, ESS, MCSE), Betancourt 2016, 2017 (E-BFMI, divergences, tree depth) and Vehtari et al. 2024 (Pareto k).
import { eBfmi } from './eBfmi.ts';
import type { NamedRow } from './summary.ts';
import type { TraceGroup } from './trace.ts';

/** What the draws alone do not tell. */
export interface VerdictContext {
  readonly chains: number;
  readonly draws: number;
  /** Chains that found no point with a finite density to start from. */
  readonly failedChains?: number;
  /** What the first of them says. */
  readonly failure?: string;
  /** Why the density has no single mode, as a search before sampling found. */
  readonly landscape?: string;
  /** Doublings after which the sampler gives a trajectory up; 10 when left out. */
  readonly maxTreeDepth?: number;
  /** Variables that are constant by their definition and so need not move. */
  readonly constants?: readonly string[];
  /** Pareto shapes of leave-one-out or of importance sampling, with the limit for their sample size. */
  readonly paretoK?: { readonly worst: number; readonly limit: number };
}

export interface Evidence {
  readonly rows: readonly NamedRow[];
  readonly sampleStats: TraceGroup;
  readonly context: VerdictContext;
}

/** One rule: `measure` gives the worst value and where, or nothing when the rule does not apply. */
export interface Rule {
  readonly code: string;
  readonly measure: (evidence: Evidence) => Measured | undefined;
  /** Which side of a limit is wrong. */
  readonly wrong: 'above' | 'below';
  /** A value beyond `suspect` is suspect; if it also reaches `bad` it is bad, where a rule has such a limit. */
  readonly suspect: (evidence: Evidence) => number;
  readonly bad?: (evidence: Evidence) => number;
  /** What the number is about, in words that need no statistics. */
  readonly meaning: string;
  readonly says: (measured: Measured, limit: number) => string;
  readonly advice: string;
}

export interface Measured {
  readonly value: number;
  /** The entry of a variable that the value belongs to. */
  readonly variable?: string;
  /** What was counted, such as `3 of 4000`, or found. */
  readonly count?: string;
}

const at = (limit: number) => () => limit;
const aChain = (limit: number) => (evidence: Evidence) => limit * evidence.context.chains;

/** sd or mean beyond which neighbouring doubles are more than one apart: no model in sensible units gets there. */
const runaway = 2 ** 53;

export const rules: readonly Rule[] = [
  {
    code: 'chain_failed',
    measure: ({ context }) => ({
      value: context.failedChains ?? 0,
      ...(context.failure === undefined ? {} : { count: context.failure }),
    }),
    wrong: 'above',
    suspect: at(0),
    bad: at(0),
    meaning: 'Chains that found no values of the parameters under which the data are possible.',
    says: ({ value, count }) =>
      `${value} chain(s) could not run: ${count ?? 'no start with a finite log density was found'}`,
    advice: 'Check that the priors and the data can occur together: bounds, signs, units.',
  },
  {
    code: 'landscape',
    measure: ({ context }) =>
      context.landscape === undefined ? undefined : { value: 1, count: context.landscape },
    wrong: 'above',
    suspect: at(0),
    meaning: 'Whether the search before sampling found that the posterior has no single peak.',
    says: ({ count }) => `the log density has no single peak: ${count}`,
    advice: 'Give the parameters proper priors, bounds or an order that leave one answer.',
  },
  {
    code: 'not_finite',
    measure: ({ rows }) => counted(rows.filter((named) => !isFiniteRow(named))),
    wrong: 'above',
    suspect: at(0),
    bad: at(0),
    meaning: 'Parameters with draws that are no numbers; nothing can be said about them.',
    says: ({ value, variable }) => `${value} quantity(ies) have draws that are not finite, first ${variable}`,
    advice: 'The function over- or underflows: rescale the columns or bound the parameters.',
  },
  {
    code: 'stuck',
    measure: ({ rows, context }) =>
      counted(rows.filter(({ variable, row }) => row.sd === 0 && !context.constants?.includes(variable))),
    wrong: 'above',
    suspect: at(0),
    bad: at(0),
    meaning: 'Parameters whose draws are all the same, as if nothing about them were uncertain.',
    says: ({ value, variable }) => `${value} quantity(ies) never moved, first ${variable}`,
    advice: 'The sampler rejects every step: look for a density without gradient or of extreme scale.',
  },
  {
    code: 'runaway',
    measure: ({ rows }) => worst(rows, 'above', ({ row }) => Math.max(Math.abs(row.mean), row.sd)),
    wrong: 'above',
    suspect: at(runaway),
    bad: at(runaway),
    meaning: 'The largest mean or sd: where neither prior nor data hold a parameter, it goes to infinity.',
    says: ({ value, variable }) =>
      `${variable} ran away to ${print(value)}: the posterior is probably improper`,
    advice: 'Nothing bounds this parameter: give it a proper prior.',
  },
  {
    code: 'r_hat',
    measure: ({ rows }) => worst(rows, 'above', ({ row }) => row.r_hat),
    wrong: 'above',
    suspect: at(1.01),
    bad: at(1.05),
    meaning: 'How much more all chains together vary than each alone: 1 when they tell the same story.',
    says: ({ value, variable }, limit) =>
      `the chains disagree: R-hat of ${variable} is ${print(value)}, above ${print(limit)}`,
    advice: 'Draw longer; if it stays, reparametrise or give stronger priors.',
  },
  ...(['bulk', 'tail'] as const).map(
    (part): Rule => ({
      code: `ess_${part}`,
      measure: ({ rows }) => worst(rows, 'below', ({ row }) => row[`ess_${part}`]),
      wrong: 'below',
      suspect: aChain(100),
      bad: aChain(25),
      meaning:
        part === 'bulk'
          ? 'How many independent draws would tell as much about the middle of a parameter.'
          : 'How many independent draws would tell as much about the ends of its 90 % interval.',
      says: ({ value, variable }, limit) =>
        `too few effective draws in the ${part}: ESS of ${variable} is ${print(value)}, below ${print(limit)}`,
      advice: 'Draw more; if ESS grows slowly, reparametrise (parametrization: noncentered).',
    }),
  ),
  {
    code: 'mcse',
    measure: ({ rows }) => worst(rows, 'above', ({ row }) => (row.sd > 0 ? row.mcse_mean / row.sd : 0)),
    wrong: 'above',
    suspect: at(0.1),
    meaning: 'Simulation error of a mean as a share of the posterior sd.',
    says: ({ value, variable }, limit) =>
      `the mean of ${variable} is uncertain by ${print(value)} of its sd, above ${print(limit)}`,
    advice: 'Draw more.',
  },
  {
    code: 'divergences',
    measure: ({ sampleStats }) => share(sampleStats['diverging'], (value) => value !== 0),
    wrong: 'above',
    suspect: at(0),
    bad: at(0.01),
    meaning: 'Share of transitions that ran into a region too sharply bent to follow.',
    says: ({ value, count }) => `${count} transitions diverged (${print(100 * value)} %)`,
    advice: 'Raise target_accept; if some stay, reparametrise: part of the posterior is not explored.',
  },
  {
    code: 'tree_depth',
    measure: ({ sampleStats, context }) =>
      share(sampleStats['tree_depth'], (value) => value >= (context.maxTreeDepth ?? 10)),
    wrong: 'above',
    suspect: at(0.01),
    meaning: 'Share of trajectories cut off before they turned: the sampler is slow, not wrong.',
    says: ({ value, count }) => `${count} trajectories (${print(100 * value)} %) hit the maximal tree depth`,
    advice: 'Rescale columns or parameters; a dense metric or a greater max_tree_depth may help.',
  },
  {
    code: 'e_bfmi',
    measure: ({ sampleStats, context }) => {
      const energy = sampleStats['energy'];
      if (!energy) return undefined;
      const values = eBfmi(energy.values, context.chains).filter((value) => !Number.isNaN(value));
      return values.length === 0 ? undefined : { value: Math.min(...values) };
    },
    wrong: 'below',
    suspect: at(0.3),
    meaning: 'How fast the chains wander between likely and unlikely regions; the worst chain’s.',
    says: ({ value }, limit) =>
      `the energies are explored slowly: E-BFMI is ${print(value)}, below ${print(limit)}`,
    advice: 'Heavy tails: reparametrise or choose priors with lighter tails.',
  },
  {
    code: 'pareto_k',
    measure: ({ context }) => context.paretoK && { value: context.paretoK.worst },
    wrong: 'above',
    suspect: ({ context }) => context.paretoK?.limit ?? 0.7,
    bad: at(1),
    meaning: 'How much of the answer hangs on a few heavily weighted draws.',
    says: ({ value }, limit) =>
      `importance weights are unreliable: Pareto k is ${print(value)}, above ${print(limit)}`,
    advice: 'Sample anew instead of reweighting; look at the most influential rows.',
  },
];

/** Not a number is worse than any number: a check that cannot be computed is not passed. */
export function isWorse(value: number, than: number, wrong: 'above' | 'below'): boolean {
  if (Number.isNaN(than)) return false;
  return Number.isNaN(value) || (wrong === 'above' ? value > than : value < than);
}

function counted(broken: readonly NamedRow[]): Measured {
  return { value: broken.length, ...(broken[0] === undefined ? {} : { variable: broken[0].label }) };
}

function worst(
  rows: readonly NamedRow[],
  wrong: 'above' | 'below',
  read: (named: NamedRow) => number,
): Measured | undefined {
  let found: Measured | undefined;
  for (const named of rows) {
    // One rule tells of draws that are not finite; no other can be computed for them.
    if (!isFiniteRow(named)) continue;
    const value = read(named);
    if (!found || isWorse(value, found.value, wrong)) found = { value, variable: named.label };
  }
  return found;
}

function isFiniteRow({ row }: NamedRow): boolean {
  return Number.isFinite(row.mean) && Number.isFinite(row.sd);
}

function share(
  variable: TraceGroup[string] | undefined,
  counts: (value: number) => boolean,
): Measured | undefined {
  if (!variable) return undefined;
  const total = variable.values.length;
  const count = variable.values.reduce((sum, value) => sum + (counts(value) ? 1 : 0), 0);
  return { value: count / total, count: `${count} of ${total}` };
}

function print(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(value < 1 ? 2 : 4)));
}
