import type { Command } from 'commander';
import { FileError } from '../files/fileError.ts';
import { examples } from './examples.ts';
import type { Terminal } from './terminal.ts';

interface ReportOptions {
  readonly out: string;
  readonly title?: string;
  readonly data?: string;
}

/** `posterity report MODEL -o FILE.html`. */
export function addReport(program: Command, terminal: Terminal): void {
  program
    .command('report')
    .description('Write a saved model as one HTML page: verdict, model, parameters, pictures, config.')
    .argument('<model>', 'saved model (.nc)')
    .requiredOption('-o, --out <file>', 'the page (.html)')
    .option('--data <file>', 'the rows of the fit: shown with the curves, and what predictive checks need')
    .option('--title <text>', 'its heading; default: the name of the model’s file')
    .addHelpText(
      'after',
      examples(
        'posterity report adoption.nc -o adoption.html',
        'posterity report adoption.nc --data adoption.csv -o adoption.html',
      ),
    )
    .action((model: string, options: ReportOptions) => report(terminal, model, options));
}

async function report(
  terminal: Terminal,
  modelPath: string,
  { out, title, data }: ReportOptions,
): Promise<void> {
  if (!/\.html?$/i.test(out))
    throw new FileError(out, 'is not the name of a page; expected it to end in .html');
  const [{ Model }, { modelReport }, { reportHtml }, { basename, extname }] = await Promise.all([
    import('../model.ts'),
    import('./modelReport.ts'),
    import('@posterity/report'),
    import('node:path'),
  ]);
  const model = await Model.load(modelPath);
  const name = basename(modelPath, extname(modelPath));
  const { readData } = await import('../files/readData.ts');
  const rows = data === undefined ? undefined : await readData(data);
  const html = reportHtml(modelReport(model, { title: title ?? name, configName: `${name}.yaml` }, rows));
  const { atomicWrite } = await import('../files/atomicWrite.ts');
  await atomicWrite(out, html);
  terminal.err(`saved ${out}\n`);
}
