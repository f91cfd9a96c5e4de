import { configToJson, type Model, summaryRows } from '@posterity/engine';
import type { Report, ReportFigure } from '@posterity/report';
import { configText } from '../files/configText.ts';
import { drawnColumns, effectPicture } from '../pictures/effectPicture.ts';
import { type PictureName, pictures } from '../pictures/pictures.ts';
import { numbersOf, type Subject, subjectOf } from '../pictures/subject.ts';
import { version } from './version.ts';

/** Everything a report of a fitted model says, with its data when they are at hand. @throws NotFittedError, DataError */
export function modelReport(
  model: Model,
  names: { readonly title: string; readonly configName: string },
  data?: unknown,
): Report {
  const subject = subjectOf(model, data);
  const { trace, config } = model;
  const { rows, distinct_rows, divergences, method, seconds } = model.report();
  const { sample_params: sampling } = config;
  const { text, latex, warnings } = model.describe();
  return {
    title: names.title,
    lead: `${config.dependent_var ?? 'y'} explained by ${columnsOf(config)}: ${rows} rows, ${trace.chains * trace.draws} draws.`,
    verdict: model.verdict(),
    model: text.split('\n'),
    latex,
    summary: summaryRows(model.summary()).map(({ label, row }) => ({ name: label, ...row })),
    figures: figures(subject),
    facts: [
      { title: 'Data', facts: { rows, 'distinct rows': distinct_rows, ...columnFacts(subject) } },
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

/** Columns along which the model is drawn, and what each other picture teaches. */
const mostColumns = 4;
const captions: readonly (readonly [PictureName, string])[] = [
  [
    'density',
    'What the data taught: posteriors over their priors; the shaded range holds each with 90% probability.',
  ],
  ['forest', 'Median, half and 90% interval of every level.'],
  ['predictive', 'Data that the model makes should look like the data it was given.'],
  ['loo-pit', 'A line inside the band: predictions hold what they say.'],
  ['trace', 'Chains that mix well overlap everywhere and wander nowhere.'],
  ['rank', 'Chains that agree have bars of about equal height; slopes or humps mean that they do not.'],
  [
    'pairs',
    'A curved or funnel-shaped cloud, or divergences in one corner, ask for another parametrisation.',
  ],
  ['energy', 'The two curves should be about equally wide.'],
  ['overview', 'Dots beyond the dashed lines ask for more draws or another parametrisation.'],
];

function figures(subject: Subject): ReportFigure[] {
  const { model } = subject;
  const curves = drawnColumns(model)
    .slice(0, mostColumns)
    .map((column) => ({
      svg: effectPicture(subject, column),
      caption: `What the model predicts along ${column}.`,
    }));
  const others = captions.flatMap(([name, caption]) => {
    const svg = pictures[name].draw(subject, {});
    return svg === undefined ? [] : [{ svg, caption }];
  });
  return [...curves, ...others];
}

/** The range of every column of numbers in training, and whether the rows were at hand. */
function columnFacts(subject: Subject): Record<string, string> {
  const { saved } = subject.model;
  const ranges = Object.entries(saved.ranges ?? {}).map(([name, { low, high }]) => [
    name,
    `${Number(low.toPrecision(4))} to ${Number(high.toPrecision(4))}`,
  ]);
  const groups = Object.values(saved.groups).map(({ columns, levels }) => [
    columns.join(' × '),
    `${levels.length} levels`,
  ]);
  const outcome = numbersOf(subject, saved.dependent);
  return Object.fromEntries([
    ...ranges,
    ...groups,
    ...(outcome === undefined ? [] : [['rows shown', String(outcome.length)]]),
  ]);
}

function columnsOf({ independent_vars }: Model['config']): string {
  const names = independent_vars.flatMap((item) => (item.kind === 'column' ? [item.name] : item.columns));
  return names.length === 0 ? 'no column' : names.join(', ');
}

function numbered(sentences: readonly string[]): Record<string, string> {
  return Object.fromEntries(sentences.map((sentence, index) => [`note ${index + 1}`, sentence]));
}
