// Estimated Bayesian fraction of missing information; Betancourt 2016, arXiv:1604.00695.
import { variance } from './moments.ts';

/** One value a chain from the energies, chains × draws; below 0.3 the momenta explore the energies too slowly. */
export function eBfmi(energy: Float64Array, chains: number): number[] {
  const length = energy.length / chains;
  return Array.from({ length: chains }, (_, chain) => {
    const from = chain * length;
    let squares = 0;
    for (let i = from + 1; i < from + length; i++) {
      const step = energy[i] - energy[i - 1];
      squares += step * step;
    }
    return squares / (length - 1) / variance(energy, 1, from, from + length);
  });
}
