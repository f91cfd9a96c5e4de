import { expect, it } from 'vitest';
import { referenceDraws } from './reference/draws.ts';
import { summarize, summarizeDraws } from './summary.ts';
import type { Trace, TraceVariable } from './trace.ts';
import { judge, type VerdictContext } from './verdict.ts';

function variable(name: string, values: Float64Array): TraceVariable {
  return { name, dims: [], shape: [], values };
}

function traceOf(draws: Float64Array, chains = 4, sampleStats: Trace['sampleStats'] = {}): Trace {
  return {
    chains,
    draws: draws.length / chains,
    coords: {},
    posterior: { x: variable('x', draws) },
    sampleStats,
  };
}

function verdictOf(trace: Trace, context: Partial<VerdictContext> = {}) {
  return judge(summarize(trace), trace.sampleStats, { chains: trace.chains, draws: trace.draws, ...context });
}

const codes = (verdict: ReturnType<typeof verdictOf>) => verdict.findings.map(({ code }) => code);
const good = referenceDraws['independent'].draws;
const stat = (name: string, read: (i: number) => number) => ({
  [name]: variable(
    name,
    Float64Array.from({ length: good.length }, (_, i) => read(i)),
  ),
});

it('independent draws are good, without reasons', () => {
  expect(verdictOf(traceOf(good))).toMatchObject({ status: 'good', reasons: [], findings: [] });
});

it('every rule tells its number, its limit, where it was worst and what it is about, passed or not', () => {
  const stats = {
    ...stat('diverging', () => 0),
    ...stat('tree_depth', () => 3),
    ...stat('energy', (i) => good[i]),
  };
  const context = { paretoK: { worst: 0.8, limit: 0.67 } };
  const { status, rules } = verdictOf(traceOf(good, 4, stats), context);
  expect(status).toBe('suspect');
  const limits = Object.fromEntries(rules.map(({ rule, threshold }) => [rule, threshold]));
  expect(limits).toEqual({
    chain_failed: 0,
    not_finite: 0,
    stuck: 0,
    runaway: 2 ** 53,
    r_hat: 1.01,
    ess_bulk: 400,
    ess_tail: 400,
    mcse: 0.1,
    divergences: 0,
    tree_depth: 0.01,
    e_bfmi: 0.3,
    pareto_k: 0.67,
  });
  const summary = summarizeDraws(good, 4);
  expect(rules.find(({ rule }) => rule === 'r_hat')).toMatchObject({ value: summary.r_hat, variable: 'x' });
  expect(rules.find(({ rule }) => rule === 'mcse')?.value).toBe(summary.mcse_mean / summary.sd);
  expect(rules.filter(({ status }) => status !== 'good').map(({ rule }) => rule)).toEqual(['pareto_k']);
  for (const { meaning, advice } of rules) expect(`${meaning} ${advice}`).toMatch(/^[A-Z].*\. .*\.$/);
});

it('the random walk an improper posterior gives is bad', () => {
  const verdict = verdictOf(traceOf(referenceDraws['drifting'].draws));
  expect(verdict.status).toBe('bad');
  expect(codes(verdict)).toEqual(expect.arrayContaining(['r_hat', 'ess_bulk']));
});

it('a parameter that runs away is bad even when its ranks mix', () => {
  const verdict = verdictOf(traceOf(good.map((draw) => draw * 1e30)));
  expect(verdict.status).toBe('bad');
  expect(codes(verdict)).toEqual(['runaway']);
});

it('a chain that lies apart, or is wider, is bad', () => {
  for (const name of ['shifted', 'spread']) {
    const verdict = verdictOf(traceOf(referenceDraws[name].draws));
    expect(verdict.status, name).toBe('bad');
    expect(codes(verdict)).toContain('r_hat');
  }
});

it('chains that stand still are bad, at one place or apart, unless they are constant by definition', () => {
  expect(codes(verdictOf(traceOf(referenceDraws['constant'].draws)))).toEqual(['stuck']);
  expect(verdictOf(traceOf(referenceDraws['constant'].draws), { constants: ['x'] }).status).toBe('good');
  expect(verdictOf(traceOf(referenceDraws['apart'].draws, 3)).status).toBe('bad');
});

it('one stuck chain among four that move is bad', () => {
  const draws = good.map((draw, i) => (i < 250 ? 0.5 : draw));
  expect(verdictOf(traceOf(draws)).status).toBe('bad');
});

it('draws that are not finite are bad, told once', () => {
  const verdict = verdictOf(traceOf(referenceDraws['with_nan'].draws));
  expect(verdict.status).toBe('bad');
  expect(codes(verdict)).toEqual(['not_finite']);
});

it('too few draws to check are bad', () => {
  expect(verdictOf(traceOf(Float64Array.of(1, 2, 3, 4, 5, 6), 2)).status).toBe('bad');
});

it('one divergence is suspect, one in a hundred or all are bad', () => {
  const divergent = (count: number) =>
    verdictOf(
      traceOf(
        good,
        4,
        stat('diverging', (i) => (i < count ? 1 : 0)),
      ),
    );
  expect(divergent(0).status).toBe('good');
  expect(divergent(1).status).toBe('suspect');
  expect(divergent(9).status).toBe('suspect');
  expect(divergent(10).status).toBe('bad');
  expect(divergent(1000).status).toBe('bad');
  expect(divergent(1).reasons[0]).toMatch(/^1 of 1000 transitions diverged/);
});

it('more than one trajectory in a hundred at the maximal depth is suspect', () => {
  const deep = (count: number) =>
    traceOf(
      good,
      4,
      stat('tree_depth', (i) => (i < count ? 10 : 3)),
    );
  expect(verdictOf(deep(10)).status).toBe('good');
  expect(verdictOf(deep(11)).status).toBe('suspect');
  expect(verdictOf(deep(11), { maxTreeDepth: 12 }).status).toBe('good');
});

it('energies that drift are suspect', () => {
  const trace = traceOf(
    good,
    4,
    stat('energy', (i) => (i % 250) + good[i]),
  );
  expect(codes(verdictOf(trace))).toEqual(['e_bfmi']);
  expect(verdictOf(trace).status).toBe('suspect');
});

it('a chain without a start is bad, and importance weights are judged by their Pareto k', () => {
  expect(verdictOf(traceOf(good), { failedChains: 1 }).status).toBe('bad');
  expect(verdictOf(traceOf(good), { paretoK: { worst: 0.8, limit: 0.67 } }).status).toBe('suspect');
  expect(verdictOf(traceOf(good), { paretoK: { worst: 1.2, limit: 0.67 } }).status).toBe('bad');
});

it('bad findings stand before suspect ones, each with a name, its number and what to do', () => {
  const trace = traceOf(referenceDraws['drifting'].draws);
  const verdict = judge(
    summarize(trace),
    { diverging: variable('diverging', Float64Array.of(1, ...new Array(1999).fill(0))) },
    { chains: 4, draws: 500 },
  );
  expect(verdict.findings.map(({ status }) => status)).toEqual(
    [...verdict.findings.map(({ status }) => status)].sort(),
  );
  expect(verdict.reasons[0]).toMatch(/R-hat of x is \d\.\d+, above 1\.05\. Draw longer/);
});
