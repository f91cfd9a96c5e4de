// Draws of what the chain moved → draws of all parameters: those integrated out are drawn given the others.
import { complete } from './kernel';
import { normal } from './normal';
import { dimension } from './vectors';

/**
 * Lays each of `count` draws in `whole` with `integrated` further numbers after it, and adds to its log density that of
 * these numbers given the others.
 */
export function completeDraws(
  count: i32,
  integrated: i32,
  draws: usize,
  whole: usize,
  densities: usize,
): void {
  const bytes = (<usize>dimension) << 3;
  const added = (<usize>integrated) << 3;
  for (let i = 0; i < count; i++) {
    memory.copy(whole, draws, bytes);
    for (let o: usize = 0; o < added; o += 8) store<f64>(whole + bytes + o, normal());
    const place = densities + ((<usize>i) << 3);
    store<f64>(place, load<f64>(place) + complete(whole, whole));
    draws += bytes;
    whole += bytes + added;
  }
}
