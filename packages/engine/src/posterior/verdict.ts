// Whether a posterior may be used, by one table of rules. Limits follow Vehtari, Gelman, Simpson, Carpenter &
// Bürkner 2021 (R-hat, ESS) and Betancourt 2016, 2017 (E-BFMI, divergences, tree depth).
import { eBfmi } from './eBfmi.ts';
import { type NamedRow, type Summary, summaryRows } from './summary.ts';
import type { TraceGroup } from './trace.ts';

export type Status = 'good' | 'suspect' | 'bad';

/** What a rule found: the measured value, the limit it broke, what it means and what to do. */
export interface Finding {
  readonly code: string;
  readonly status: 'suspect' | 'bad';
  readonly value: number;
  readonly limit: number;
  readonly message: string;
  readonly advice: string;
}

export interface Verdict {
  readonly status: Status;
  /** One sentence a finding, the worst first. */
  readonly reasons: readonly string[];
  readonly findings: readonly Finding[];
}

/** What the draws alone do not tell. */
export interface VerdictContext {
  readonly chains: number;
  readonly draws: number;
  /** Chains that found no point with a finite density to start from. */
  readonly failedChains?: number;
  /** Doublings after which the sampler gives a trajectory up; 10 when left out. */
  readonly maxTreeDepth?: number;
  /** Variables that are constant by their definition and so need not move. */
  readonly constants?: readonly string[];
  /** Pareto shapes of leave-one-out or of importance sampling, with the limit for their sample size. */
  readonly paretoK?: { readonly worst: number; readonly limit: number };
}

interface Evidence {
  readonly rows: readonly NamedRow[];
  readonly sampleStats: TraceGroup;
  readonly context: VerdictContext;
}

/** One rule: `measure` gives the worst value and where, or nothing when the rule does not apply. */
interface Rule {
  readonly code: string;
  readonly measure: (evidence: Evidence) => Measured | undefined;
  /** Which side of a limit is wrong. */
  readonly wrong: 'above' | 'below';
  /** A value beyond `suspect` is suspect; if it also reaches `bad` it is bad, where a rule has such a limit. */
  readonly suspect: (evidence: Evidence) => number;
  readonly bad?: (evidence: Evidence) => number;
  readonly says: (measured: Measured, limit: number) => string;
  readonly advice: string;
}

interface Measured {
  readonly value: number;
  readonly where: string;
}

const at = (limit: number) => () => limit;
const aChain = (limit: number) => (evidence: Evidence) => limit * evidence.context.chains;

/** sd or mean beyond which neighbouring doubles are more than one apart: no model in sensible units gets there. */
const runaway = 2 ** 53;

const rules: readonly Rule[] = [
  {
    code: 'chain_failed',
    measure: ({ context }) => ({ value: context.failedChains ?? 0, where: '' }),
    wrong: 'above',
    suspect: at(0),
    bad: at(0),
    says: ({ value }) => `${value} chain(s) found no start with a finite log density`,
    advice: 'Check that the priors and the data can occur together: bounds, signs, units.',
  },
  {
    code: 'not_finite',
    measure: ({ rows }) => {
      const broken = rows.filter((named) => !isFiniteRow(named));
      return { value: broken.length, where: broken[0]?.label ?? '' };
    },
    wrong: 'above',
    suspect: at(0),
    bad: at(0),
    says: ({ value, where }) => `${value} quantity(ies) have draws that are not finite, first ${where}`,
    advice: 'The function over- or underflows: rescale the columns or bound the parameters.',
  },
  {
    code: 'stuck',
    measure: ({ rows, context }) => {
      const still = rows.filter(
        ({ variable, row }) => row.sd === 0 && !context.constants?.includes(variable),
      );
      return { value: still.length, where: still[0]?.label ?? '' };
    },
    wrong: 'above',
    suspect: at(0),
    bad: at(0),
    says: ({ value, where }) => `${value} quantity(ies) never moved, first ${where}`,
    advice: 'The sampler rejects every step: look for a density without gradient or of extreme scale.',
  },
  {
    code: 'runaway',
    measure: ({ rows }) => worst(rows, 'above', ({ row }) => Math.max(Math.abs(row.mean), row.sd)),
    wrong: 'above',
    suspect: at(runaway),
    bad: at(runaway),
    says: ({ value, where }) => `${where} ran away to ${print(value)}: the posterior is probably improper`,
    advice: 'Nothing bounds this parameter: give it a proper prior.',
  },
  {
    code: 'r_hat',
    measure: ({ rows }) => worst(rows, 'above', ({ row }) => row.r_hat),
    wrong: 'above',
    suspect: at(1.01),
    bad: at(1.05),
    says: ({ value, where }, limit) =>
      `the chains disagree: R-hat of ${where} is ${print(value)}, above ${print(limit)}`,
    advice: 'Draw longer; if it stays, reparametrise or give stronger priors.',
  },
  ...(['bulk', 'tail'] as const).map(
    (part): Rule => ({
      code: `ess_${part}`,
      measure: ({ rows }) => worst(rows, 'below', ({ row }) => row[`ess_${part}`]),
      wrong: 'below',
      suspect: aChain(100),
      bad: aChain(25),
      says: ({ value, where }, limit) =>
        `too few effective draws in the ${part}: ESS of ${where} is ${print(value)}, below ${print(limit)}`,
      advice: 'Draw more; if ESS grows slowly, reparametrise (parametrization: noncentered).',
    }),
  ),
  {
    code: 'mcse',
    measure: ({ rows }) => worst(rows, 'above', ({ row }) => (row.sd > 0 ? row.mcse_mean / row.sd : 0)),
    wrong: 'above',
    suspect: at(0.1),
    says: ({ value, where }, limit) =>
      `the mean of ${where} is uncertain by ${print(value)} of its sd, above ${print(limit)}`,
    advice: 'Draw more.',
  },
  {
    code: 'divergences',
    measure: ({ sampleStats }) => share(sampleStats['diverging'], (value) => value !== 0),
    wrong: 'above',
    suspect: at(0),
    bad: at(0.01),
    says: ({ value, where }) => `${where} transitions diverged (${print(100 * value)} %)`,
    advice: 'Raise target_accept; if some stay, reparametrise: part of the posterior is not explored.',
  },
  {
    code: 'tree_depth',
    measure: ({ sampleStats, context }) =>
      share(sampleStats['tree_depth'], (value) => value >= (context.maxTreeDepth ?? 10)),
    wrong: 'above',
    suspect: at(0.01),
    says: ({ value, where }) => `${where} trajectories (${print(100 * value)} %) hit the maximal tree depth`,
    advice: 'Rescale columns or parameters; a dense metric or a greater max_tree_depth may help.',
  },
  {
    code: 'e_bfmi',
    measure: ({ sampleStats, context }) => {
      const energy = sampleStats['energy'];
      if (!energy) return undefined;
      const values = eBfmi(energy.values, context.chains).filter((value) => !Number.isNaN(value));
      const value = Math.min(...values);
      return values.length === 0 ? undefined : { value, where: '' };
    },
    wrong: 'below',
    suspect: at(0.3),
    says: ({ value }, limit) =>
      `the energies are explored slowly: E-BFMI is ${print(value)}, below ${print(limit)}`,
    advice: 'Heavy tails: reparametrise or choose priors with lighter tails.',
  },
  {
    code: 'pareto_k',
    measure: ({ context }) => context.paretoK && { value: context.paretoK.worst, where: '' },
    wrong: 'above',
    suspect: ({ context }) => context.paretoK?.limit ?? 0.7,
    bad: at(1),
    says: ({ value }, limit) =>
      `importance weights are unreliable: Pareto k is ${print(value)}, above ${print(limit)}`,
    advice: 'Sample anew instead of reweighting; look at the most influential rows.',
  },
];

/** Judges a summary by every rule: bad if one says bad, else suspect if one says suspect, else good. */
export function judge(summary: Summary, sampleStats: TraceGroup, context: VerdictContext): Verdict {
  const evidence: Evidence = { rows: summaryRows(summary), sampleStats, context };
  const findings = rules.map((rule) => apply(rule, evidence)).filter((finding) => finding !== undefined);
  findings.sort((a, b) => Number(b.status === 'bad') - Number(a.status === 'bad'));
  return {
    status: findings[0]?.status ?? 'good',
    reasons: findings.map(({ message, advice }) => `${message}. ${advice}`),
    findings,
  };
}

function apply(rule: Rule, evidence: Evidence): Finding | undefined {
  const measured = rule.measure(evidence);
  if (!measured) return undefined;
  const breaks = (limit: number) => isWorse(measured.value, limit, rule.wrong);
  const suspect = rule.suspect(evidence);
  if (!breaks(suspect)) return undefined;
  const bad = rule.bad?.(evidence);
  const status = bad !== undefined && (breaks(bad) || measured.value === bad) ? 'bad' : 'suspect';
  const limit = status === 'bad' && bad !== undefined ? bad : suspect;
  const { code, advice } = rule;
  return { code, status, value: measured.value, limit, message: rule.says(measured, limit), advice };
}

/** Not a number is worse than any number: a check that cannot be computed is not passed. */
function isWorse(value: number, than: number, wrong: 'above' | 'below'): boolean {
  if (Number.isNaN(than)) return false;
  return Number.isNaN(value) || (wrong === 'above' ? value > than : value < than);
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
    if (!found || isWorse(value, found.value, wrong)) found = { value, where: named.label };
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
  return { value: count / total, where: `${count} of ${total}` };
}

function print(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(value < 1 ? 2 : 4)));
}
