import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { type ChainResult, failedChain } from './chainResult.ts';
import { certified, type Plan } from './plan.ts';

const plan: Plan = { method: 'importance', way: 'mode', reason: '', tune: 0, evaluations: 0 };

/** Chains of harmless ratios, of which the first has so many copies of one draw. */
function chainsOf(draws: number, copies: number): ChainResult[] {
  const random = createRandom(1, 0);
  return [copies, 7, 7, 7].map((mostCopies) => {
    const log_ratio = Float64Array.from({ length: draws }, () => 0.3 * random.normal());
    const chain = failedChain(draws, 1, '');
    return { ...chain, stats: { ...chain.stats, log_ratio }, mostCopies };
  });
}

test('independent draws are not trusted where many are copies of one, however harmless the ratios of others', () => {
  expect(certified(plan, chainsOf(500, 24)).isGood).toBe(true);
  const stuck = certified(plan, chainsOf(500, 25));
  expect(stuck.isGood).toBe(false);
  expect(stuck.plan.method).toBe('nuts');
  expect(stuck.plan.reason).toContain('25 copies of one draw');
  // A few are no sign in short chains, and more are a small share of long ones.
  expect(certified(plan, chainsOf(100, 19)).isGood).toBe(true);
  expect(certified(plan, chainsOf(1000, 49)).isGood).toBe(true);
});
