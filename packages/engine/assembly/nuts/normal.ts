// Standard normal numbers by the ziggurat of Marsaglia & Tsang (2000) with 256 layers, in Doornik's (2005) form,
// where layer, sign and place come from different bits of one word.
import { exp, log } from './math';
import { bits, fraction, uniform } from './random';

/** Where the tail begins, and the area of each layer: the values at which 256 layers meet at the peak. */
const tail = 3.654152885361009;
const area = 0.004928673233974655;

/** Right edges of the layers from the base up, ending in 0 at the peak, and the density at each. */
const edges = memory.data(2056, 16);
const heights = memory.data(2056, 16);

buildLayers();

function buildLayers(): void {
  const base = exp(-0.5 * tail * tail);
  let edge = tail;
  let height = base;
  setLayer(0, area / base, 0);
  for (let layer = 1; layer < 256; layer++) {
    setLayer(layer, edge, height);
    height += area / edge;
    edge = sqrt<f64>(-2.0 * log(height));
  }
  setLayer(256, 0, 1);
}

function setLayer(layer: i32, edge: f64, height: f64): void {
  store<f64>(edges + ((<usize>layer) << 3), edge);
  store<f64>(heights + ((<usize>layer) << 3), height);
}

export function normal(): f64 {
  while (true) {
    const word = bits();
    const layer = (<usize>word & 255) << 3;
    const x = fraction(word) * load<f64>(edges + layer);
    const isNegative = (word & 256) !== 0;
    if (x < load<f64>(edges + layer, 8)) return isNegative ? -x : x;
    if (layer === 0) {
      const far = tailNormal();
      return isNegative ? -far : far;
    }
    const low = load<f64>(heights + layer);
    const high = load<f64>(heights + layer, 8);
    if (low + uniform() * (high - low) < exp(-0.5 * x * x)) return isNegative ? -x : x;
  }
}

/** A normal number beyond the tail's beginning (Marsaglia 1964). */
function tailNormal(): f64 {
  while (true) {
    const x = -log(uniform()) / tail;
    const y = -log(uniform());
    if (y + y > x * x) return tail + x;
  }
}
