// The results of a run → docs/performance.md and its pictures.
import { logLogFigure } from './figure.mjs';
import { workloads } from './workloads.mjs';

/** Three significant digits, without an exponent. */
function number(value, digits = 3) {
  if (value === undefined || value === null || Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-US');
  return Number(value.toPrecision(digits)).toString();
}

export function median(values) {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = Math.floor(ascending.length / 2);
  return ascending.length % 2 === 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
}

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** One row of figures of several runs: medians, and the worst where a bound matters. */
function summaryOf(runs) {
  const middle = (field) => median(runs.map((run) => run[field]));
  return {
    process: middle('process_s'),
    total: middle('total_s'),
    sample: middle('sample_s'),
    ess: middle('min_ess_bulk'),
    perSample: median(runs.map((run) => run.min_ess_bulk / run.sample_s)),
    perTotal: median(runs.map((run) => run.min_ess_bulk / run.total_s)),
    rhat: Math.max(...runs.map((run) => run.max_rhat)),
    divergences: middle('divergences'),
    leapfrogs: middle('mean_leapfrogs_per_draw'),
    memory: Math.max(
      ...runs.map((run) => (typeof run.peak_rss_mb === 'number' ? run.peak_rss_mb : run.peak_rss_mb.self)),
    ),
    foreign: Math.max(...runs.map((run) => run.foreign_cpu_share ?? run.meter.foreign_cpu_share)),
  };
}

const peersOf = (results, name) =>
  results.peers.filter(({ workload }) => workload === name || (name === 'W8' && workload === 'W8c'));

function workloadSection(name, results) {
  const { title } = workloads[name];
  const ours = results.ours[name];
  const cells = (label, s, settings) => [
    label + (s.foreign > 0.3 ? ' ~' : ''),
    settings,
    number(s.process),
    number(s.total),
    number(s.sample),
    number(s.ess),
    number(s.perSample),
    number(s.perTotal),
    number(s.leapfrogs),
    s.rhat.toFixed(3),
    number(s.divergences),
    number(s.memory),
  ];
  const rows = [];
  if (ours !== undefined)
    rows.push(cells('**posterity**', summaryOf(ours), `4 × (${ours[0].tune} + ${ours[0].draws})`));
  for (const peer of peersOf(results, name)) {
    const label = peer.workload === 'W8c' ? `${peer.peer}, centred` : peer.peer;
    if (peer.error !== undefined) rows.push([label, peer.error, ...Array(10).fill('–')]);
    else rows.push(cells(label, summaryOf([peer]), `${peer.chains} × (${peer.tune} + ${peer.draws})`));
  }
  const header = [
    '',
    'chains × (tune + draws)',
    'process s',
    'model to posterior s',
    'sampling s',
    'min bulk ESS',
  ];
  header.push('ESS / sampling s', 'ESS / total s', 'leapfrogs / draw', 'max R̂', 'divergences', 'peak MiB');
  const note =
    ours === undefined || ours[0].rows === ours[0].distinct_rows
      ? ''
      : `\n${number(ours[0].rows)} rows were reduced to ${number(ours[0].distinct_rows)}.`;
  return `### ${name}: ${title}\n\n${table(header, rows)}\n${note}\n`;
}

/** Ours against the best peer for what the workload is judged by, and for the time from model to posterior. */
function ratios(results) {
  const rows = [];
  for (const [name, { title, by, goal }] of Object.entries(workloads)) {
    const ours = results.ours[name];
    const peers = peersOf(results, name).filter(({ error }) => error === undefined);
    if (ours === undefined || peers.length === 0) continue;
    const own = summaryOf(ours);
    const others = peers.map((peer) => ({ peer: peer.peer, ...summaryOf([peer]) }));
    const key = by === 'sample' ? 'perSample' : 'perTotal';
    const best = others.reduce((a, b) => (b[key] > a[key] ? b : a));
    const fastest = others.reduce((a, b) => (b.total < a.total ? b : a));
    rows.push([
      `${name}: ${title}`,
      `ESS / ${by === 'sample' ? 'sampling' : 'total'} s`,
      number(own[key]),
      `${number(best[key])} (${best.peer})`,
      `**${number(own[key] / best[key])} ×**`,
      `${goal} ×`,
      `${number(fastest.total / own.total)} × (${fastest.peer})`,
    ]);
  }
  if (rows.length === 0) return '';
  const header = [
    'work',
    'figure',
    'posterity',
    'best peer',
    'ratio',
    'aimed at',
    'model to posterior, faster by',
  ];
  return `## Against the best peer\n\n${table(header, rows)}\n`;
}

/** What is judged by other figures than those of the workloads: fits a second, prediction, start, size, memory. */
function furtherGoals({ fleet, prediction, command, bundle, peers }) {
  const best = (workload, field) => {
    const known = peers.filter((peer) => peer.workload === workload && peer.error === undefined);
    return known.length === 0
      ? undefined
      : known
          .map((peer) => ({ peer: peer.peer, value: field(peer) }))
          .reduce((a, b) => (b.value < a.value ? b : a));
  };
  const rows = [];
  const faster = (work, figure, seconds, other, goal) => {
    if (seconds === undefined || other === undefined) return;
    rows.push([
      work,
      figure,
      number(seconds),
      `${number(other.value)} (${other.peer})`,
      `**${number(other.value / seconds)} ×**`,
      `${goal} ×`,
    ]);
  };
  const aFit = best('F', (peer) => peer.total_100_s / 100);
  for (const { label, fits, total_s, good_share } of fleet)
    if (good_share >= 0.95)
      faster(`F: ${number(fits)} fits, ${label}`, 'seconds a fit', total_s / fits, aFit, 60);
  const predicted = prediction && median(prediction.predict_s);
  faster(
    'PRED',
    'seconds',
    predicted,
    best('PRED', (peer) => median(peer.predict_s)),
    3,
  );
  const process = command && median(command.process_s);
  faster(
    'W1 by `posterity fit`',
    'seconds of the process',
    process,
    best('W1', (peer) => peer.process_s),
    15,
  );
  const within = (work, figure, value, most) =>
    rows.push([work, figure, number(value), '–', '–', `≤ ${most}`]);
  if (prediction) within('PRED', 'one row, warm, ms', 1000 * median(prediction.predict_one_s), 0.5);
  if (command) within('W1 by `posterity fit`', 'peak resident, MiB', command.peak_rss_mb, 150);
  if (bundle) within('engine for a page', 'kB, minified and gzipped', bundle.fitting_bytes / 1000, 150);
  if (rows.length === 0) return '';
  const header = ['work', 'figure', 'posterity', 'best peer', 'ratio', 'aimed at'];
  return `${table(header, rows)}\n`;
}

function agreement(results) {
  const rows = [];
  for (const name of Object.keys(workloads)) {
    const ours = results.ours[name]?.[0];
    const full = peersOf(results, name).filter(({ error, draws }) => error === undefined && draws >= 1000);
    if (ours === undefined || full.length === 0) continue;
    const labels = Object.keys(ours.posterior).filter((label) =>
      full.every((peer) => label in peer.posterior),
    );
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const distance = labels.map((label) => {
      const centre = mean(full.map((peer) => peer.posterior[label].mean));
      return (
        Math.abs(ours.posterior[label].mean - centre) / mean(full.map((peer) => peer.posterior[label].sd))
      );
    });
    const spread = labels.map(
      (label) => ours.posterior[label].sd / mean(full.map((peer) => peer.posterior[label].sd)),
    );
    rows.push([
      name,
      labels.length,
      number(Math.max(...distance), 2),
      `${Math.min(...spread).toFixed(3)} – ${Math.max(...spread).toFixed(3)}`,
    ]);
  }
  if (rows.length === 0) return '';
  const header = ['work', 'parameters', 'largest distance of means, in sd', 'ratios of sd'];
  return `## The same posteriors\n\nOurs against the mean of the peers' full-length runs.\n\n${table(header, rows)}\n`;
}

function fleetSection(results) {
  const ours = results.fleet.map((fleet) => [
    `**posterity**, ${fleet.label}`,
    number(fleet.fits),
    number(fleet.total_s),
    number(fleet.fits_per_s),
    number(fleet.again_fits_per_s),
    `${(100 * fleet.good_share).toFixed(1)} %`,
    number(fleet.min_ess),
    fleet.max_rhat.toFixed(3),
    number(fleet.coverage),
    number(fleet.peak_rss_mb),
  ]);
  const peers = results.peers
    .filter(({ workload, error }) => workload === 'F' && error === undefined)
    .map((peer) => [
      peer.peer,
      `${peer.fits}${peer.extrapolated ? ' of 100' : ''}`,
      number(peer.total_100_s),
      number(100 / peer.total_100_s),
      '–',
      '–',
      number(peer.min_ess_bulk_worst),
      peer.max_rhat.toFixed(3),
      number(peer.interval90_coverage),
      number(peer.peak_rss_mb.self),
    ]);
  const header = [
    '',
    'fits',
    'seconds',
    'fits / s',
    'by warm threads',
    'R̂ < 1.01 and ESS > 400',
    'least ESS',
    'max R̂',
    '90 % covers',
  ];
  return `## Many models (F)\n\nOne adoption curve of 52 rows each, with every diagnostic, the verdict and a predictive interval for each week, by \`openFleet\`:\nfrom the config to the last fit in a fresh process, compilation and start of the threads within, and the same fits once more by the\nthreads that are warm then. Of 100 fits the middle one of five processes. The peers compile once for all series, which is within, and\nmake the intervals, but no diagnostics; imports are left out for everyone.\n\n${table([...header, 'peak MiB'], [...ours, ...peers])}\n`;
}

function predictionSection(results) {
  const { prediction } = results;
  const rows = [];
  if (prediction !== undefined)
    rows.push([
      '**posterity**',
      number(median(prediction.predict_s)),
      number(1000 * median(prediction.predict_one_s)),
      number(prediction.peak_rss_mb),
    ]);
  for (const peer of results.peers.filter(
    ({ workload, error }) => workload === 'PRED' && error === undefined,
  ))
    rows.push([
      peer.peer,
      number(median(peer.predict_s)),
      number(1000 * median(peer.predict_one_s)),
      number(peer.peak_rss_mb.self),
    ]);
  const header = ['', '10⁴ rows × 4000 draws, s', 'one row, warm, ms', 'peak MiB'];
  return `## Interval prediction (PRED)\n\nMedian and 90 % interval of the posterior predictive distribution.\n\n${table(header, rows)}\n`;
}

/** With one decimal: these are read against a limit. */
function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1);
}

function costSection(results) {
  const { command, bundle, kernel } = results;
  const lines = ['## Start, size and kernel', ''];
  if (command !== undefined) {
    const [fit, bare] = [median(command.process_s), median(command.bare_node_s)];
    lines.push(
      `- \`posterity fit\` of W1, from spawn to exit with the summary printed: ${number(fit)} s (best ${number(Math.min(...command.process_s))} s; a Node that does nothing: ${number(bare)} s), at most ${number(command.peak_rss_mb)} MiB resident.`,
    );
    const first = results.peers
      .filter(({ workload, error }) => workload === 'W1' && error === undefined)
      .reduce((a, b) => (a === undefined || b.process_s < a.process_s ? b : a), undefined);
    if (first !== undefined)
      lines.push(
        `- The quickest peer's process (${first.peer}) has its draws after ${number(first.process_s)} s: ${number(first.process_s / fit)} × as long.`,
      );
  }
  if (bundle !== undefined)
    lines.push(
      `- What a page loads to fit, judge and predict, all distributions and dependencies in, minified and gzipped: ${kilobytes(bundle.fitting_bytes)} kB; ${kilobytes(bundle.fitting_later_bytes)} kB more when a model is saved, loaded or updated.`,
      `- The whole engine, with YAML, descriptions, checks and the printers for other tools: ${kilobytes(bundle.whole_bytes)} kB, ${kilobytes(bundle.whole_later_bytes)} kB more when asked for, and ${kilobytes(bundle.hdf5_bytes)} kB to open an HDF5 file that another program wrote.`,
    );
  if (kernel !== undefined) {
    const rows = Object.entries(kernel).flatMap(([model, sizes]) =>
      Object.entries(sizes).map(([size, ns]) => [model, number(Number(size)), number(ns)]),
    );
    lines.push('', table(['log density and gradient', 'rows', 'ns a row'], rows));
  }
  return `${lines.join('\n')}\n`;
}

function versions(results) {
  const seen = new Map();
  for (const { versions: found } of results.peers)
    for (const [name, version] of Object.entries(found ?? {})) seen.set(name, version);
  return [...seen].map(([name, version]) => `${name} ${version}`).join(', ');
}

/** Figures by file name, for docs/performance/. */
export function figures(results) {
  const ours = (axis) =>
    results.scaling
      .filter((point) => point.axis === axis)
      .map(({ size, microseconds }) => [size, microseconds]);
  const pictures = {};
  if (ours('rows').length > 0)
    pictures['rows.svg'] = logLogFigure({
      title: 'A leapfrog step of the adoption curve',
      x: 'rows, none repeated',
      y: 'microseconds',
      series: [{ name: 'posterity', points: ours('rows') }],
    });
  if (ours('columns').length > 0)
    pictures['columns.svg'] = logLogFigure({
      title: 'A leapfrog step of a logistic regression on 1000 rows',
      x: 'columns',
      y: 'microseconds',
      series: [{ name: 'posterity', points: ours('columns') }],
    });
  const size = { W1: 416, W2: 1e5, W3: 1e6 };
  const perThousand = (run) => (1000 * run.total_s) / run.min_ess_bulk;
  const bySystem = new Map();
  for (const [name, rows] of Object.entries(size)) {
    const add = (system, value) => bySystem.set(system, [...(bySystem.get(system) ?? []), [rows, value]]);
    if (results.ours[name] !== undefined) add('posterity', median(results.ours[name].map(perThousand)));
    for (const peer of peersOf(results, name))
      if (peer.error === undefined) add(peer.peer, perThousand(peer));
  }
  const series = [...bySystem]
    .map(([name, points]) => ({ name, points }))
    .filter(({ points }) => points.length > 1);
  if (series.length > 0)
    pictures['effective.svg'] = logLogFigure({
      title: 'Seconds for 1000 effective draws of the adoption curve',
      x: 'rows, none repeated beyond 416',
      y: 'seconds, model to posterior',
      series,
    });
  return pictures;
}

/** The page. */
export function page(results, pictures) {
  const { machine } = results;
  const shown = Object.keys(pictures).map((file) => `![${file.replace('.svg', '')}](performance/${file})`);
  return [
    '# Performance',
    '',
    `Made by \`npm run bench${results.peers.length > 0 ? ' -- --peers' : ''}\` on ${machine.date}, commit ${machine.commit}: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}.`,
    results.peers.length > 0 ? `Peers: ${versions(results)}.` : 'The peers were not run.',
    '',
    'Every program reads the same CSV bytes and has the same priors; 4 chains, all cores, a fresh process each. ESS is the least over all',
    'judged parameters; *model to posterior* leaves imports and reading the CSV out; *sampling* goes from a compiled model to all draws, diagnostics left out. Ratios mean',
    'something, absolute times only on this machine. A row marked ~ was disturbed: other programs used more than 0.3 of a core.',
    '',
    ratios(results),
    furtherGoals(results),
    '## Workloads',
    '',
    ...Object.keys(workloads).map((name) => workloadSection(name, results)),
    agreement(results),
    fleetSection(results),
    predictionSection(results),
    costSection(results),
    ...(shown.length > 0 ? ['## Growth', '', ...shown, ''] : []),
  ].join('\n');
}
