import { configToJson, type Model, summaryRows } from '@posterity/engine';
import { type Report, traceFigures } from '@posterity/report';
import { configText } from '../files/configText.ts';
import { version } from './version.ts';

/** Everything a report of a fitted model says. @throws NotFittedError */
export function modelReport(
  model: Model,
  names: { readonly title: string; readonly configName: string },
): Report {
  const { trace, config } = model;
  const { rows, distinct_rows, divergences, method, seconds } = model.report();
  const { sample_params: sampling } = config;
  const { text, warnings } = model.describe();
  return {
    title: names.title,
    lead: `${config.dependent_var ?? 'y'} explained by ${columnsOf(config)}: ${rows} rows, ${trace.chains * trace.draws} draws.`,
    verdict: model.verdict(),
    model: text.split('\n'),
    summary: summaryRows(model.summary()).map(({ label, row }) => ({ name: label, ...row })),
    figures: traceFigures(trace),
    facts: [
      { title: 'Data', facts: { rows, 'distinct rows': distinct_rows } },
      {
        title: 'Sampler',
        facts: {
          method,
          chains: trace.chains,
          'draws a chain': trace.draws,
          'tuning steps': sampling.tune,
          'target acceptance': sampling.target_accept,
          'random seed of the config': sampling.random_seed,
          divergences,
          'seconds in all': Number(seconds.total.toPrecision(3)),
        },
      },
      { title: 'Versions', facts: { posterity: version } },
      ...(warnings.length === 0 ? [] : [{ title: 'Notes', facts: numbered(warnings) }]),
    ],
    configText: configText(configToJson(config), 'yaml'),
    configName: names.configName,
  };
}

function columnsOf({ independent_vars }: Model['config']): string {
  const names = independent_vars.flatMap((item) => (item.kind === 'column' ? [item.name] : item.columns));
  return names.length === 0 ? 'no column' : names.join(', ');
}

function numbered(sentences: readonly string[]): Record<string, string> {
  return Object.fromEntries(sentences.map((sentence, index) => [`note ${index + 1}`, sentence]));
}
