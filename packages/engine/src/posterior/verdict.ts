// Whether a posterior may be used, by the table of rules.
import { type Summary, summaryRows } from './summary.ts';
import type { TraceGroup } from './trace.ts';
import {
  type Evidence,
  isWorse,
  type Measured,
  type Rule,
  rules,
  type VerdictContext,
} from './verdictRules.ts';

export type { VerdictContext };
export type Status = 'good' | 'suspect' | 'bad';

/** What one rule measured, whether or not it found fault. */
export interface RuleResult {
  readonly rule: string;
  readonly status: Status;
  /** The worst value found. */
  readonly value: number;
  /** The limit the value broke, or the first it would break. */
  readonly threshold: number;
  /** Where the worst value was found, such as `lambda_val[us]`; absent where a rule concerns the whole fit. */
  readonly variable?: string;
  /** What the number is about, for someone who has not met it. */
  readonly meaning: string;
  /** What to do when the rule finds fault. */
  readonly advice: string;
}

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
  /** Every rule that applies, in a fixed order. */
  readonly rules: readonly RuleResult[];
}

/** Judges a summary by every rule: bad if one says bad, else suspect if one says suspect, else good. */
export function judge(summary: Summary, sampleStats: TraceGroup, context: VerdictContext): Verdict {
  const evidence: Evidence = { rows: summaryRows(summary), sampleStats, context };
  const applied = rules.flatMap((rule) => {
    const measured = rule.measure(evidence);
    return measured === undefined ? [] : [{ rule, measured, ...gradeOf(rule, measured, evidence) }];
  });
  const findings = applied.flatMap(({ rule, measured, status, threshold }): Finding[] => {
    if (status === 'good') return [];
    const { code, advice } = rule;
    const message = rule.says(measured, threshold);
    return [{ code, status, value: measured.value, limit: threshold, message, advice }];
  });
  findings.sort((a, b) => Number(b.status === 'bad') - Number(a.status === 'bad'));
  return {
    status: findings[0]?.status ?? 'good',
    reasons: findings.map(({ message, advice }) => `${message}. ${advice}`),
    findings,
    rules: applied.map(({ rule, measured, status, threshold }) => ({
      rule: rule.code,
      status,
      value: measured.value,
      threshold,
      ...(measured.variable === undefined ? {} : { variable: measured.variable }),
      meaning: rule.meaning,
      advice: rule.advice,
    })),
  };
}

function gradeOf(rule: Rule, { value }: Measured, evidence: Evidence): { status: Status; threshold: number } {
  const breaks = (limit: number) => isWorse(value, limit, rule.wrong);
  const suspect = rule.suspect(evidence);
  if (!breaks(suspect)) return { status: 'good', threshold: suspect };
  const bad = rule.bad?.(evidence);
  if (bad !== undefined && (breaks(bad) || value === bad)) return { status: 'bad', threshold: bad };
  return { status: 'suspect', threshold: suspect };
}
