/** Minimum of a function of a few numbers without derivatives (Nelder & Mead 1965, with the usual coefficients 1, 2, ½, ½). */

interface Vertex {
  readonly at: Float64Array;
  readonly value: number;
}

/**
 * @param start where the search begins; the first simplex reaches `step` along each axis.
 * @returns the best point found; NaN values of the function count as infinite.
 */
export function nelderMead(
  objective: (at: Float64Array) => number,
  start: Float64Array,
  step: number,
  turns = 400,
): Float64Array {
  const vertex = (at: Float64Array): Vertex => {
    const value = objective(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  const simplex = [vertex(start), ...Array.from(start, (_, axis) => vertex(moved(start, axis, step)))];
  const size = start.length;
  for (let turn = 0; turn < turns; turn++) {
    simplex.sort((a, b) => a.value - b.value);
    const [best, worst] = [simplex[0]!, simplex[size]!];
    if (worst.value - best.value < 1e-10 * (1 + Math.abs(best.value))) break;
    const centre = new Float64Array(size);
    for (const { at } of simplex.slice(0, size)) for (let i = 0; i < size; i++) centre[i]! += at[i]! / size;
    const along = (share: number): Vertex =>
      vertex(centre.map((value, i) => value + share * (worst.at[i]! - value)));
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-2);
      simplex[size] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < simplex[size - 1]!.value) simplex[size] = reflected;
    else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(worst.value, reflected.value)) simplex[size] = contracted;
      else
        for (let k = 1; k <= size; k++)
          simplex[k] = vertex(simplex[k]!.at.map((value, i) => (value + best.at[i]!) / 2));
    }
  }
  return simplex.reduce((a, b) => (b.value < a.value ? b : a)).at;
}

function moved(at: Float64Array, axis: number, step: number): Float64Array {
  const result = at.slice();
  result[axis]! += step;
  return result;
}
