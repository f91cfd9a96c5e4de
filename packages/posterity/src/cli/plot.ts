import { type Command, InvalidArgumentError } from 'commander';
import { FileError } from '../files/fileError.ts';
import type { PictureName } from '../pictures/pictures.ts';
import { examples } from './examples.ts';
import type { Terminal } from './terminal.ts';

interface PlotOptions {
  readonly out: string;
  readonly data?: string;
  readonly dark?: boolean;
  readonly title?: string;
}

/** Kept here so that the command line starts without the pictures. */
const names: readonly PictureName[] = [
  ...([
    'fit',
    'density',
    'forest',
    'trace',
    'rank',
    'pairs',
    'energy',
    'overview',
    'predictive',
    'loo-pit',
  ] as const),
];

/** `posterity plot MODEL PICTURE -o FILE`. */
export function addPlot(program: Command, terminal: Terminal): void {
  program
    .command('plot')
    .description(`Draw one picture of a fitted model: ${names.join(', ')}.`)
    .argument('<model>', 'saved model (.nc)')
    .argument('<picture>', `one of ${names.join(', ')}`, pictureName)
    .requiredOption('-o, --out <file>', 'the picture: .svg or .png')
    .option('--data <file>', 'the rows of the fit: shown in fit, needed by predictive and loo-pit')
    .option('--dark', 'for a dark ground')
    .option('--title <text>', 'its heading')
    .addHelpText(
      'after',
      examples(
        'posterity plot adoption.nc fit --data adoption.csv -o fit.png',
        'posterity plot adoption.nc pairs --dark -o pairs.svg',
      ),
    )
    .action((model: string, picture: PictureName, options: PlotOptions) =>
      plot(terminal, model, picture, options),
    );
}

function pictureName(text: string): PictureName {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new InvalidArgumentError(`expected one of ${names.join(', ')}.`);
  return found;
}

async function plot(
  terminal: Terminal,
  path: string,
  name: PictureName,
  options: PlotOptions,
): Promise<void> {
  const { out, data, dark, title } = options;
  if (!/\.(svg|png)$/i.test(out))
    throw new FileError(out, 'names no picture; expected it to end in .svg or .png');
  const [{ Model }, { pictureOf }, { subjectOf }, { DARK, svgToPng }, { readData }] = await Promise.all([
    import('../model.ts'),
    import('../pictures/pictures.ts'),
    import('../pictures/subject.ts'),
    import('@posterity/report'),
    import('../files/readData.ts'),
  ]);
  const picture = pictureOf(name);
  if (picture.needsRows === true && data === undefined)
    throw new FileError('--data', `is needed: ${name} shows ${picture.about}`);
  const model = await Model.load(path);
  const rows = data === undefined ? undefined : await readData(data);
  const svg = picture.draw(subjectOf(model, rows), {
    ...(dark === true ? { theme: DARK } : {}),
    ...(title === undefined ? {} : { title }),
  });
  if (svg === undefined) throw new FileError(path, `has nothing to show in ${name}: ${picture.about}`);
  const { atomicWrite } = await import('../files/atomicWrite.ts');
  await atomicWrite(out, /\.png$/i.test(out) ? await svgToPng(svg) : svg);
  terminal.err(`saved ${out}\n`);
}
