import { type Examination, examinationRules, type RuleResult } from '@posterity/engine';
import type { Command } from 'commander';
import type { Model } from '../model.ts';
import { examples } from './examples.ts';
import { exitCodes } from './exitCodes.ts';
import { alignedTable, shortNumber } from './table.ts';
import type { Terminal } from './terminal.ts';

/** `posterity diagnose MODEL [DATA]`. */
export function addDiagnose(program: Command, terminal: Terminal): void {
  program
    .command('diagnose')
    .description(
      'Every rule of the verdict with its number; with the DATA of the fit also leave-one-out, posterior predictive checks and the sensitivity to the prior.',
    )
    .argument('<model>', 'saved model (.nc)')
    .argument('[data]', 'the rows it was fitted to: CSV, JSON, Parquet or Arrow')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples('posterity diagnose adoption.nc', 'posterity diagnose adoption.nc adoption.csv --json'),
    )
    .action((model: string, data: string | undefined, options: { readonly json?: boolean }) =>
      diagnose(terminal, model, data, options),
    );
}

async function diagnose(
  terminal: Terminal,
  modelPath: string,
  dataPath: string | undefined,
  options: { readonly json?: boolean },
): Promise<void> {
  const { Model } = await import('../model.ts');
  const model = await Model.load(modelPath);
  const examination = dataPath === undefined ? undefined : await examined(terminal, model, dataPath);
  const { status, reasons, rules } = model.verdict();
  const more = examination === undefined ? [] : examinationRules(examination);
  const all = [...rules, ...more];
  if (options.json) {
    const document = {
      verdict: { status, reasons },
      rules: all,
      ...(examination === undefined ? {} : examinationJson(examination)),
    };
    terminal.out(`${JSON.stringify(document, plain)}\n`);
  } else {
    const { ruleText } = await import('./ruleText.ts');
    const details = examination === undefined ? '' : examinationText(examination);
    terminal.out(`${details}${ruleText(all)}\n${conclusion(all)}\n`);
  }
  terminal.exitCode = all.some((rule) => rule.status === 'bad') ? exitCodes.checkFailed : exitCodes.done;
}

async function examined(terminal: Terminal, model: Model, path: string): Promise<Examination> {
  const { readData } = await import('../files/readData.ts');
  const table = await readData(path);
  if (!model.wasFittedTo(table))
    terminal.err(`warning: ${path} does not hold the rows that the model was fitted to\n`);
  return model.examine(table);
}

function conclusion(rules: readonly RuleResult[]): string {
  const count = (status: string) => rules.filter((rule) => rule.status === status).length;
  return `${rules.length} rules: ${count('good')} good, ${count('suspect')} suspect, ${count('bad')} bad`;
}

/** The names ArviZ gives its results. */
function examinationJson({ loo, waic, predictive, sensitivity }: Examination) {
  return {
    loo: {
      elpd_loo: loo.elpd,
      se: loo.se,
      p_loo: loo.p,
      pareto_k: [...loo.paretoK],
      good_k: loo.paretoKLimit,
      loo_i: [...loo.pointwise],
    },
    waic: { elpd_waic: waic.elpd, se: waic.se, p_waic: waic.p },
    ...(predictive === undefined ? {} : { posterior_predictive: predictive }),
    psens: sensitivity,
  };
}

/** Typed arrays as lists; JSON has no numbers that are not finite. */
function plain(_key: string, value: unknown): unknown {
  return value instanceof Float64Array ? [...value] : value;
}

function examinationText({ loo, waic, predictive, sensitivity }: Examination): string {
  const parts = [
    `elpd_loo ${shortNumber(loo.elpd)} (se ${shortNumber(loo.se, 3)}), p_loo ${shortNumber(loo.p, 3)}; elpd_waic ${shortNumber(waic.elpd)}\n`,
  ];
  if (predictive !== undefined) {
    const numbers = (values: readonly number[]) => values.map((value) => shortNumber(value));
    const statistics = predictive.statistics.map(({ statistic, observed, lower, median, upper, pValue }) => [
      statistic,
      ...numbers([observed, lower, median, upper]),
      shortNumber(pValue, 3),
    ]);
    const quantiles = predictive.quantiles.map(({ probability, observed, lower, median, upper }) => [
      `quantile ${probability}`,
      ...numbers([observed, lower, median, upper]),
      '',
    ]);
    const header = [`${predictive.replications} replications`, 'observed', 'q05', 'q50', 'q95', 'p'];
    parts.push(alignedTable(header, [...statistics, ...quantiles]));
  }
  const sensitivities = sensitivity.rows.map(({ variable, prior, likelihood, diagnosis }) => [
    variable,
    shortNumber(prior, 2),
    shortNumber(likelihood, 2),
    diagnosis,
  ]);
  parts.push(alignedTable(['power-scaling', 'prior', 'likelihood', 'diagnosis'], sensitivities, [0, 3]));
  return parts.map((part) => `${part}\n`).join('');
}
