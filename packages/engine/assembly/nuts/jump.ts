// A jump between two trajectories: a step of the independence sampler from wherever the chain stands (Tierney 1994, §2.3.1 and
// §2.4, a cycle of two kernels). Where the approximation is good the next trajectory begins anew, whatever its energy was;
// where it is not, trajectories lead on.

import { drawProposal, logProposalAt } from './independence';
import { exp } from './math';
import { logDensityOf, positionOf, settle, state } from './phase';
import { uniform } from './random';
import { currentState, moveTo, spareState } from './trajectory';

/** Whether chains jump; the centre is the independence sampler's. */
export let isJumping: bool = false;

export function setJumping(value: bool): void {
  isJumping = value;
}

export function jump(): void {
  const here = currentState();
  const to = spareState();
  const there = state(to);
  const begin = logDensityOf(here) - logProposalAt(positionOf(here));
  const logProposal = drawProposal(positionOf(there));
  const chance = uniform();
  if (settle(there) && chance < exp(logDensityOf(there) - logProposal - begin)) moveTo(to);
}
