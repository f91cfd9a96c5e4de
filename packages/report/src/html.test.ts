import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { energy, type Report, reportHtml, traceFigures } from './index.ts';

const values = (count: number, phase: number) =>
  Float64Array.from({ length: count }, (_, i) => ((i * 7919 + phase * 31) % 1009) / 1009);

const trace = {
  chains: 2,
  draws: 50,
  coords: { release: ['v1', '<img src=x onerror=alert(1)>'] },
  posterior: {
    rate: { name: 'rate', dims: ['release'], shape: [2], values: values(200, 1) },
    sigma: { name: 'sigma', dims: [], shape: [], values: values(100, 2) },
  },
  sampleStats: { energy: { name: 'energy', dims: [], shape: [], values: values(100, 3) } },
};

const hostile = '</style></pre><script>alert(1)</script>"\'&';

const report: Report = {
  title: hostile,
  lead: hostile,
  verdict: { status: 'bad', reasons: [hostile] },
  model: ['mu ~ Normal(0, 1)', 'y = mu * x', hostile],
  summary: [
    {
      name: hostile,
      mean: 1,
      sd: 0.5,
      q05: 0,
      q50: 1,
      q95: 2,
      ess_bulk: 399,
      ess_tail: 1000,
      r_hat: Number.NaN,
    },
  ],
  figures: traceFigures(trace),
  facts: [{ title: hostile, facts: { [hostile]: hostile } }],
  configText: `note: ${hostile} é \ud800`,
  configName: 'a"b.yaml',
};

describe('a report', () => {
  const html = reportHtml(report);
  const { document } = parseHTML(html);

  it('holds no script and nothing that a text could have smuggled in', () => {
    expect(document.querySelectorAll('script, img, iframe, object, link').length).toBe(0);
    const handlers = Array.from(document.querySelectorAll('*')).flatMap((element) =>
      Array.from(element.attributes, ({ name }) => name).filter((name) => name.startsWith('on')),
    );
    expect(handlers).toEqual([]);
    expect(document.querySelector('title')!.textContent).toBe(hostile);
  });

  it('names no address but the namespaces of SVG', () => {
    const addresses = new Set(html.match(/https?:[^"' )]*/g));
    expect([...addresses].sort()).toEqual(['http://www.w3.org/1999/xlink', 'http://www.w3.org/2000/svg']);
  });

  it('says the verdict first, in words', () => {
    const headings = Array.from(document.querySelectorAll('h2'), (heading) => heading.textContent);
    expect(headings.slice(0, 3)).toEqual(['Verdict', 'Model', 'Parameters']);
    expect(document.querySelector('.verdict.bad p')!.textContent).toBe('Bad: do not use this posterior.');
  });

  it('marks the numbers that break a rule', () => {
    const marked = Array.from(document.querySelectorAll('td.warning'), (cell) => cell.textContent);
    expect(marked).toEqual(['399.0', 'NaN']);
  });

  it('offers the config as it was written', () => {
    const link = document.querySelector('a[download]')!;
    const content = decodeURIComponent(link.getAttribute('href')!.replace(/^[^,]*,/, ''));
    expect(content).toBe(`note: ${hostile} é \ufffd`);
    expect(link.getAttribute('download')).toBe('a"b.yaml');
  });

  it('gives every clip path a name of its own and every reference its path', () => {
    const ids = Array.from(document.querySelectorAll('[id]'), (element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(id);
  });

  it('colours its pictures by the theme that the reader prefers', () => {
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).toContain('fill="var(--background, #ffffff)"');
  });

  it('takes no picture that could act', () => {
    const [figure] = report.figures;
    for (const inside of [
      '<script>1</script>',
      '<g onload="x()"></g>',
      '<a href="javascript:1"/>',
      '<foreignObject/>',
      '<image href="//a"/>',
    ]) {
      const svg = figure.svg.replace('</svg>', `${inside}</svg>`);
      expect(() => reportHtml({ ...report, figures: [{ svg }] }), inside).toThrow('could act');
    }
    expect(() => reportHtml({ ...report, figures: [{ svg: '<p>hello</p>' }] })).toThrow('could act');
  });
});

describe('the figures of a trace', () => {
  it('name the levels of vectors, and leave out what has no draws', () => {
    const [first] = traceFigures(trace);
    expect(first.svg).toContain('rate[v1]');
    expect(traceFigures({ ...trace, posterior: {} })).toEqual([]);
    expect(traceFigures({ ...trace, sampleStats: {} }).length).toBe(traceFigures(trace).length - 1);
  });

  it('tell how many entries they do not show', () => {
    const [first] = traceFigures(trace, { mostEntries: 1 });
    expect(first.svg).toContain('2 more entries are not shown');
    expect(first.svg).not.toContain('sigma');
  });

  it('draw a trace with divergences nowhere and energies that do not vary', () => {
    expect(energy({ chains: [[1, 1, 1]] })).toContain('<svg');
  });
});
