// The gate: a table of rules, each of which may say no to a fit. The first that does decides.
import { type Problem, problem } from '@posterity/engine';
import type { GateStatus } from '../registry/record.ts';
import type { WrittenSuite } from './suiteSchema.ts';

/** The limits of a suite; a missing one is not looked at. */
export interface GateRules {
  readonly verdict: 'good' | 'suspect';
  readonly r_hat?: number;
  readonly ess_bulk?: number;
  readonly divergences?: number;
  readonly conflict?: number;
  readonly coverage?: readonly [number, number];
  readonly score?: number;
}

/** What the gate looks at of a fit. */
export interface GateEvidence {
  readonly verdict: { readonly status: 'good' | 'suspect' | 'bad'; readonly findings: readonly Finding[] };
  readonly rHat: number;
  readonly essBulk: number;
  readonly divergences: number;
  /** p-value of agreement between the carried prior and the data. */
  readonly conflict?: number;
  /** Of the 90 % interval on the last window. */
  readonly coverage?: number;
  /** Mean CRPS on the last window. */
  readonly crps?: number;
  readonly championCrps?: number;
  /** The sequential alarm of `suite score` on the unit's champion. */
  readonly alarm?: boolean;
  /** The fit is bit for bit the one in use. */
  readonly isChampion: boolean;
}

interface Finding {
  readonly code: string;
  readonly status: 'suspect' | 'bad';
  readonly message: string;
}

export interface GateDecision {
  readonly gate: GateStatus;
  readonly rule: string;
  readonly message: string;
}

interface Rule {
  readonly name: string;
  /** A fit that cannot be trusted is rejected; one that a person should look at is held. */
  readonly no: 'held' | 'rejected';
  readonly objection: (evidence: GateEvidence, rules: GateRules) => string | undefined;
}

const print = (value: number): string => String(Number(value.toPrecision(4)));

const table: readonly Rule[] = [
  {
    name: 'r_hat',
    no: 'rejected',
    objection: ({ rHat }, { r_hat: limit }) =>
      limit !== undefined && !(rHat <= limit) ? `R-hat ${print(rHat)} is above ${limit}` : undefined,
  },
  {
    name: 'ess_bulk',
    no: 'rejected',
    objection: ({ essBulk }, { ess_bulk: limit }) =>
      limit !== undefined && !(essBulk >= limit) ? `bulk ESS ${print(essBulk)} is below ${limit}` : undefined,
  },
  {
    name: 'divergences',
    no: 'rejected',
    objection: ({ divergences }, { divergences: limit }) =>
      limit !== undefined && divergences > limit
        ? `${divergences} divergences, more than ${limit}`
        : undefined,
  },
  {
    name: 'verdict',
    no: 'rejected',
    objection: ({ verdict }, rules) => uncovered(verdict.findings, rules, 'bad')[0]?.message,
  },
  {
    name: 'verdict',
    no: 'held',
    objection: ({ verdict }, rules) =>
      rules.verdict === 'suspect' ? undefined : uncovered(verdict.findings, rules, 'suspect')[0]?.message,
  },
  {
    name: 'conflict',
    no: 'held',
    objection: ({ conflict }, { conflict: limit }) =>
      limit !== undefined && conflict !== undefined && !(conflict >= limit)
        ? `the carried prior and the data disagree: p = ${print(conflict)}, below ${limit}`
        : undefined,
  },
  {
    name: 'coverage',
    no: 'held',
    objection: ({ coverage }, { coverage: limits }) =>
      limits !== undefined && coverage !== undefined && !(coverage >= limits[0] && coverage <= limits[1])
        ? `the 90 % interval holds ${print(100 * coverage)} % of the last window, outside ${100 * limits[0]} … ${100 * limits[1]} %`
        : undefined,
  },
  {
    name: 'alarm',
    no: 'held',
    objection: ({ alarm, isChampion }) =>
      alarm === true && isChampion
        ? 'the alarm of suite score is raised and the fit is the same as the one in use: the model does not fit what happens'
        : undefined,
  },
  {
    name: 'score',
    no: 'held',
    objection: ({ crps, championCrps }, { score: limit }) =>
      limit !== undefined &&
      crps !== undefined &&
      championCrps !== undefined &&
      !(crps <= limit * championCrps)
        ? `CRPS ${print(crps)} on the last window is more than ${limit} times the champion's ${print(championCrps)}`
        : undefined,
  },
];

/** Findings of the verdict that no limit of the suite speaks about. */
function uncovered(findings: readonly Finding[], rules: GateRules, status: Finding['status']): Finding[] {
  const covered: Readonly<Record<string, number | undefined>> = {
    r_hat: rules.r_hat,
    ess_bulk: rules.ess_bulk,
    divergences: rules.divergences,
  };
  return findings.filter((it) => it.status === status && covered[it.code] === undefined);
}

/** Whether a fit is promoted, held for a person to look at, or rejected. */
export function decide(evidence: GateEvidence, rules: GateRules): GateDecision {
  for (const rule of table) {
    const message = rule.objection(evidence, rules);
    if (message !== undefined) return { gate: rule.no, rule: rule.name, message };
  }
  return { gate: 'promoted', rule: 'passed', message: 'every rule of the gate was met' };
}

type WrittenGate = NonNullable<WrittenSuite['gate']>;

/** The rules as written, which have no `gateProblems`. */
export function gateRules({ coverage, verdict = 'good', ...rest }: WrittenGate): GateRules {
  return { ...rest, verdict, ...(coverage === undefined ? {} : { coverage: rangeOf(coverage) }) };
}

/** What the schema cannot see. */
export function gateProblems({ coverage }: WrittenGate): Problem[] {
  if (coverage === undefined) return [];
  const [low, high] = rangeOf(coverage);
  if (low >= 0 && low < high && high <= 1) return [];
  const expected = 'a range inside 0..1, low below high';
  return [problem({ path: 'gate.coverage', code: 'wrong_value', found: JSON.stringify(coverage), expected })];
}

function rangeOf(text: string): [number, number] {
  const [low, high] = text.split('..').map(Number);
  return [low, high];
}
