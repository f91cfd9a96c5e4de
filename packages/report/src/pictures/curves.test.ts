import { expect, test } from 'vitest';
import { curves } from './curves.ts';

const svg = curves(
  {
    xLabel: 'week',
    yLabel: 'adoption',
    percent: true,
    yDomain: [0, 1],
    curves: [
      { name: 'one', x: [0, 1, 2], y: [0, 0.5, 0.7] },
      { name: 'learned', x: [0, 1, 2], y: [0, 0.4, 0.8], isDashed: true },
    ],
  },
  { title: 'Two curves' },
);

test('every curve has a line and a name, and only the dashed one is dashed', () => {
  expect(svg.match(/<path[^>]*stroke-width="?[23]/g) ?? svg.match(/aria-label="line"/g)).toHaveLength(2);
  expect(svg.match(/stroke-dasharray="7,5"/g)).toHaveLength(1);
  for (const text of ['Two curves', 'one', 'learned', 'week', 'adoption', '50%']) expect(svg).toContain(text);
});
