import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import {
  comparison,
  curveBand,
  curvePanels,
  DARK,
  density,
  energy,
  framesToGif,
  LIGHT,
  looPit,
  overview,
  pairs,
  posteriorPredictive,
  rankPlot,
  svgToPng,
  type Theme,
  tracePlot,
} from './index.ts';

/** xorshift32, near-normal: the same draws in every run. */
function source(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return () => uniform() + uniform() + uniform() + uniform() - 2;
}

const normal = source(5);
const draws = (count: number, centre = 0) => Array.from({ length: count }, () => centre + normal());
const week = Array.from({ length: 30 }, (_, i) => i);
const median = week.map((w) => w / (w + 9));
const curve = {
  name: 'release <1>',
  x: week,
  median,
  lower: median.map((m) => m - 0.1),
  upper: median.map((m) => m + 0.1),
  observed: { x: week, y: median },
};
const parameters = ['alpha', 'beta'].map((name) => ({ name, chains: [draws(120), draws(120), draws(120)] }));
const row = (label: string, at: number) => ({ label, median: at, lower: at - 1, upper: at + 1 });

/** One of each picture, with the texts it must show and the number of some element it must have. */
const pictures: readonly {
  readonly name: string;
  readonly draw: (theme: Theme) => string;
  readonly texts: readonly string[];
  readonly count: readonly [selector: string, count: number];
}[] = [
  {
    name: 'curveBand',
    draw: (theme) =>
      curveBand(
        { xLabel: 'week', yLabel: 'adoption rate', coverage: 0.9, series: [curve], percent: true },
        { theme, title: 'A & B' },
      ),
    texts: ['A & B', 'week', 'adoption rate', 'observed', 'median', '90% interval', '50%'],
    count: ['g[aria-label="dot"] circle', 30],
  },
  {
    name: 'curveBand with several series',
    draw: (theme) =>
      curveBand(
        { xLabel: 'week', yLabel: 'rate', coverage: 0.5, series: [curve, { ...curve, name: 'release 2' }] },
        { theme },
      ),
    texts: ['release <1>', 'release 2', '50% interval'],
    count: ['g[aria-label="line"] path', 2],
  },
  {
    name: 'curvePanels',
    draw: (theme) =>
      curvePanels(
        {
          xLabel: 'week',
          yLabel: 'rate',
          coverage: 0.9,
          series: Array.from({ length: 7 }, (_, k) => ({ ...curve, name: `release ${k}` })),
        },
        { theme },
      ),
    texts: ['release 0', 'release 6', 'observed', '90% interval', 'rate over week'],
    count: ['g[aria-label="line"] path', 7],
  },
  {
    name: 'density',
    draw: (theme) =>
      density(
        {
          coverage: 0.9,
          parameters: [
            { name: 'mu', draws: draws(300), prior: { x: [-3, 3], density: [0.1, 0.1] } },
            { name: 'sigma', draws: draws(300, 4), unit: 'metres', lower: 0 },
            { name: 'fixed', draws: [2, 2, 2] },
            { name: 'lost', draws: [Number.NaN, Number.NaN] },
          ],
        },
        { theme },
      ),
    texts: ['mu', 'sigma', 'metres', 'prior', 'every draw is 2', 'no finite draws'],
    count: ['g[aria-label="area"]', 2],
  },
  {
    name: 'comparison',
    draw: (theme) =>
      comparison(
        {
          coverage: 0.9,
          parameters: [
            { name: 'rate', rows: [row('v1', 1), row('v2', 2)], truth: new Map([['v1', 1.2]]) },
            { name: 'start', rows: [row('v1', 3), row('v2', 4)] },
          ],
        },
        { theme },
      ),
    texts: ['rate', 'start', 'v1', 'v2', 'true value'],
    count: ['g[aria-label="dot"] circle', 4],
  },
  {
    name: 'tracePlot',
    draw: (theme) => tracePlot({ parameters, divergences: [[1, 0, 1]] }, { theme }),
    texts: ['alpha', 'beta', 'chain 3', 'divergence (2)', 'draw'],
    count: ['g[aria-label="line"] path', 12],
  },
  {
    name: 'rankPlot',
    draw: (theme) => rankPlot({ parameters }, { theme }),
    texts: ['alpha', 'beta', 'chain 1', '100%'],
    count: ['g[aria-label="rect"] rect', 2 * 3 * 21],
  },
  {
    name: 'posteriorPredictive',
    draw: (theme) =>
      posteriorPredictive(
        { label: 'rate', observed: draws(80), replicated: Array.from({ length: 12 }, () => draws(80)) },
        { theme },
      ),
    texts: ['rate', 'observed', 'replicated'],
    count: ['g[aria-label="line"] path', 13],
  },
  {
    name: 'pairs',
    draw: (theme) =>
      pairs(
        {
          parameters: ['a', 'b', 'c'].map((name) => ({ name, draws: draws(100) })),
          divergent: Array.from({ length: 100 }, (_, i) => i < 7),
        },
        { theme },
      ),
    texts: ['a', 'b', 'c', 'divergence (7)'],
    count: ['g[aria-label="dot"] circle', 300],
  },
  {
    name: 'looPit',
    draw: (theme) => looPit({ pit: Array.from({ length: 40 }, (_, i) => ((i * 17) % 40) / 40) }, { theme }),
    texts: ['share of the prediction below the observation', 'difference', '95% at each place if calibrated'],
    count: ['g[aria-label="line"] path', 1],
  },
  {
    name: 'overview',
    draw: (theme) =>
      overview(
        {
          rows: [
            { name: 'mu', r_hat: 1.001, ess_bulk: 900, ess_tail: 800 },
            { name: 'tau', r_hat: 1.2, ess_bulk: 30, ess_tail: 50 },
            { name: 'lost', r_hat: Number.NaN, ess_bulk: Number.NaN, ess_tail: Number.NaN },
          ],
        },
        { theme },
      ),
    texts: ['R-hat', 'Effective sample size', 'mu', 'tau', 'lost', 'beyond the limit'],
    count: ['g[aria-label="dot"] circle', 6],
  },
  {
    name: 'energy',
    draw: (theme) => energy({ chains: [draws(200), draws(200)], eBfmi: [0.9, 0.2] }, { theme }),
    texts: ['energy', 'E-BFMI by chain: 0.9, 0.2 (below 0.3 is a warning)'],
    count: ['g[aria-label="line"] path', 2],
  },
];

describe.each(pictures)('$name', ({ draw, texts, count: [selector, count] }) => {
  const svg = draw(LIGHT);
  const { document } = parseHTML(`<html><body>${svg}</body></html>`);

  it('is one SVG with a title and a role, and says what it shows', () => {
    const root = document.body.firstElementChild!;
    expect(document.body.childElementCount).toBe(1);
    expect(root.getAttribute('role')).toBe('img');
    expect(root.querySelector('title')!.textContent).not.toBe('');
    expect(root.querySelector('desc')!.textContent).not.toBe('');
    const shown = Array.from(root.querySelectorAll('text, tspan'), (text) => text.textContent);
    for (const text of texts) expect(shown).toContain(text);
  });

  it('has every mark it should', () => {
    expect(document.querySelectorAll(selector).length).toBe(count);
    expect(svg.match(/.{30}(NaN|undefined|Infinity).{30}/)).toBeNull();
  });

  it('has no text below 12 pixels', () => {
    const sizes = Array.from(svg.matchAll(/font-size="([\d.]+)(?:px)?"/g), ([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
  });

  it('uses no colour of the light theme in the dark one', () => {
    const used = new Set(draw(DARK).match(/#[0-9a-f]{6}/g));
    for (const colour of [LIGHT.background, LIGHT.ink, LIGHT.grid, ...LIGHT.series])
      expect(used).not.toContain(colour);
  });

  it('becomes a PNG of twice its size', () => {
    const png = svgToPng(svg);
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const width = new DataView(png.buffer, png.byteOffset).getUint32(16);
    expect(width).toBe(2 * Number(document.body.firstElementChild!.getAttribute('width')));
  });
});

describe('pictures', () => {
  const frame = (points: number) =>
    curveBand(
      {
        xLabel: 'week',
        yLabel: 'rate',
        coverage: 0.9,
        series: [{ ...curve, observed: { x: week.slice(0, points), y: median.slice(0, points) } }],
        xDomain: [0, 30],
        yDomain: [0, 1],
      },
      { width: 320, height: 240 },
    );

  it('have equal bytes when drawn again', () => {
    expect(frame(10)).toBe(frame(10));
    expect(svgToPng(frame(10))).toEqual(svgToPng(frame(10)));
  });

  it('become a GIF with a frame each', () => {
    const gif = framesToGif([frame(5), frame(10), frame(20)], { delayMs: 400, lastDelayMs: 1500 });
    expect(new TextDecoder().decode(gif.subarray(0, 6))).toBe('GIF89a');
    const delays: number[] = [];
    for (let i = 0; i < gif.length - 8; i++) {
      if (gif[i] === 0x21 && gif[i + 1] === 0xf9 && gif[i + 2] === 4 && gif[i + 7] === 0) {
        delays.push(gif[i + 4] + 256 * gif[i + 5]);
      }
    }
    expect(delays).toEqual([40, 40, 150]);
    expect(gif).toEqual(framesToGif([frame(5), frame(10), frame(20)], { delayMs: 400, lastDelayMs: 1500 }));
  });

  it('of different sizes or none at all make no GIF', () => {
    expect(() => framesToGif([])).toThrow('at least one frame');
    const narrow = energy({ chains: [draws(50)] }, { width: 300 });
    expect(() => framesToGif([frame(5), narrow])).toThrow('equal sizes');
  });

  it('show hostile names as the text they are', () => {
    const name = '</text><script>alert(1)</script>"\'&\u0000';
    const { document } = parseHTML(
      `<html><body>${density({ coverage: 0.9, parameters: [{ name, unit: name, draws: draws(50) }] }, { title: name, subtitle: name })}</body></html>`,
    );
    expect(document.querySelector('script')).toBeNull();
    expect(document.querySelector('title')!.textContent).toContain('<script>alert(1)</script>');
  });
});
