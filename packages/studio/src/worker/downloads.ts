// What the user takes home from a fit: files that the command line and other programs read.
import { summaryRows, type Trace } from '@posterity/engine';
import { reportHtml, traceEntries } from '@posterity/report/page';
import { stringify } from 'yaml';
import { type Fit, picturesOf } from './fit.ts';
import { drawFit } from './fittedPictures.ts';
import type { Download, FileName, Names } from './protocol.ts';

const make: Readonly<
  Record<FileName, (fit: Fit, names: Names, text: string) => Promise<Download> | Download>
> = {
  trace: async ({ model }, names) => {
    const bytes = await model.toNetcdf();
    return { name: `${stem(names)}.nc`, type: 'application/x-netcdf', content: bytes.slice().buffer };
  },
  trained: ({ model }, names) => ({
    name: `${stem(names)}-trained.yaml`,
    type: 'text/yaml',
    content: stringify(model.exportTrainedConfig(), { lineWidth: 100 }),
  }),
  report: (fit, names, text) => ({
    name: `${stem(names)}.html`,
    type: 'text/html',
    content: reportOf(fit, names, text),
  }),
  stan: ({ model }, names) => ({ name: `${stem(names)}.stan`, type: 'text/plain', content: model.toStan() }),
  pymc: ({ model }, names) => ({
    name: `${stem(names).replaceAll('-', '_')}.py`,
    type: 'text/x-python',
    content: model.toPymc(names.data),
  }),
  draws: ({ model }, names) => ({
    name: `${stem(names)}-draws.csv`,
    type: 'text/csv',
    content: drawsCsv(model.trace),
  }),
};

/** @param text the config the fit was made from */
export async function downloadOf(fit: Fit, file: FileName, names: Names, text: string): Promise<Download> {
  return make[file](fit, names, text);
}

function stem(names: Names): string {
  return names.config.replace(/\.ya?ml$/, '');
}

function reportOf(fit: Fit, names: Names, text: string): string {
  const { model } = fit;
  const { rows, distinct_rows, divergences, method, seconds } = model.report();
  const { sample_params: sampling } = model.config;
  const look = { isDark: false, width: 860 };
  return reportHtml({
    title: stem(names),
    lead: `${model.config.dependent_var ?? 'y'} of ${names.data}: ${rows} rows.`,
    verdict: model.verdict(),
    model: model.describe().text.split('\n'),
    summary: summaryRows(model.summary()).map(({ label, row }) => ({ name: label, ...row })),
    figures: picturesOf(fit).map((picture) => drawFit(fit, picture, look)),
    facts: [
      { title: 'Data', facts: { file: names.data, rows, 'distinct rows': distinct_rows } },
      {
        title: 'Sampler',
        facts: {
          method,
          chains: sampling.chains,
          'draws a chain': sampling.draws,
          'tuning steps': sampling.tune,
          'random seed': sampling.random_seed,
          divergences,
          'seconds in all': Number(seconds.total.toPrecision(3)),
        },
      },
    ],
    configText: text,
    configName: names.config,
  });
}

function drawsCsv(trace: Trace): string {
  const entries = traceEntries(trace);
  const names = entries.map(({ label }) => (/[",]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label));
  const lines = [`chain,draw,${names.join(',')}`];
  for (let i = 0; i < trace.chains * trace.draws; i++) {
    const [chain, draw] = [Math.floor(i / trace.draws), i % trace.draws];
    lines.push(`${chain},${draw},${entries.map(({ draws }) => draws[i]).join(',')}`);
  }
  return `${lines.join('\n')}\n`;
}
