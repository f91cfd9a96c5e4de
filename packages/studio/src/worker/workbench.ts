// The page's data, models and fits, and an answer for every call of the protocol.
import {
  configJsonSchema,
  DataError,
  knowledge,
  Model,
  PosterityError,
  summaryRows,
  type Table,
} from '@posterity/engine';
import { parse } from 'yaml';
import type { ChainPool } from './chainPool.ts';
import { checkConfig } from './check.ts';
import { type Fit, picturesOf } from './fit.ts';
import { axesOf, groupColumns } from './grid.ts';
import { overviewOf } from './overview.ts';
import { gatherProgress } from './progress.ts';
import type { CallName, Calls, Checked, FitResult, Progress, SchemaNode } from './protocol.ts';
import { readTable } from './readTable.ts';

/** Bytes of a table up to which its text is handed back for drafts and links. */
const mostDraftBytes = 1_000_000;
/** Fits that are kept to look at and compare. */
const mostFits = 6;

/** What draws is a third of the program, and is not needed to open the page. */
const pictures = () => import('./fittedPictures.ts');

export interface CallContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export type Answers = {
  readonly [K in CallName]: (
    ask: Calls[K]['ask'],
    context: CallContext,
  ) => Promise<Calls[K]['answer']> | Calls[K]['answer'];
};

interface KeptFit extends Fit {
  readonly config: string;
}

/** An empty workbench. */
export function createWorkbench(pool: ChainPool): Answers {
  let table: Table | undefined;
  let fits: KeptFit[] = [];
  let lastId = 0;

  const runner = pool.runner === undefined ? {} : { runner: pool.runner };
  const fitOf = (id: number): KeptFit => {
    const found = fits.find((fit) => fit.id === id);
    if (found === undefined) throw new DataError([gone(id)]);
    return found;
  };

  return {
    async open({ name, bytes }) {
      void pictures();
      const isSmall = bytes.byteLength <= mostDraftBytes;
      const read = await readTable(name, bytes);
      table = read;
      const csv = isSmall ? new TextDecoder().decode(bytes) : undefined;
      const isText = csv !== undefined && !csv.startsWith('PAR1');
      return { ...overviewOf(name, read), ...(isText ? { csv } : {}) };
    },
    close() {
      table = undefined;
    },
    check({ config }): Checked {
      const { model: _model, ...checked } = checkConfig(config, table);
      return checked;
    },
    async prior({ config, look }) {
      const { model, dataProblems } = checkConfig(config, table);
      if (model === undefined || table === undefined || dataProblems.length > 0) return undefined;
      if (axesOf(model, table).length === 0 && groupColumns(model).length === 0) return undefined;
      const { drawCurve } = await pictures();
      const words = { title: 'Before the fit: what the priors expect', mostGroups: 8, isPrior: true };
      try {
        const drawn = drawCurve(model, table, look, words);
        return {
          ...drawn,
          caption: 'If data like yours look impossible here, mend the priors before you fit.',
        };
      } catch (error) {
        if (!(error instanceof PosterityError)) throw error;
        return { svg: '', caption: `Nothing can be expected before the fit: ${error.message}.` };
      }
    },
    async fit({ config }, { signal, onProgress }): Promise<FitResult> {
      const data = needTable(table);
      const model = new Model(parse(config));
      const { chains, draws } = model.config.sample_params;
      await model.fitTable(data, {
        signal,
        ...runner,
        onProgress: gatherProgress(chains, onProgress),
      });
      const fit: KeptFit = {
        id: ++lastId,
        model,
        table: data,
        config,
      };
      fits = [...fits, fit].slice(-mostFits);
      const { status, findings } = model.verdict();
      return {
        id: fit.id,
        report: model.report(),
        rows: summaryRows(model.summary()).map(({ label, row }) => ({ label, row })),
        verdict: { status, findings },
        pictures: picturesOf(fit),
        axes: axesOf(model, data),
        chains,
        draws,
      };
    },
    async picture({ fit, picture, look, other }) {
      const { drawFit } = await pictures();
      return drawFit(fitOf(fit), picture, look, other === undefined ? undefined : fitOf(other));
    },
    async file({ fit, file, names }) {
      const { downloadOf } = await import('./downloads.ts');
      const kept = fitOf(fit);
      return downloadOf(kept, file, names, kept.config);
    },
    async retrain({ config, column, steps, look }, { signal, onProgress }) {
      const { retrain } = await import('./retraining.ts');
      const tell = (share: number): void => onProgress({ share, divergences: 0, chains: [] });
      return retrain(parse(config), needTable(table), { column, steps, look }, { signal, ...runner }, tell);
    },
    schema() {
      const parameters = Object.entries(knowledge.distributions).map(
        ([name, it]) => [name, it.parameters] as const,
      );
      return {
        schema: configJsonSchema(knowledge) as SchemaNode,
        parameters: Object.fromEntries(parameters),
      };
    },
  };
}

function needTable(table: Table | undefined): Table {
  if (table !== undefined) return table;
  const message = 'There are no data yet: drop a CSV or Parquet file, or open an example.';
  throw new DataError([{ path: '', code: 'no_data', found: 'nothing', expected: 'a table', message }]);
}

function gone(id: number) {
  const message = `Fit ${id} is no longer kept: fit again.`;
  return { path: '', code: 'fit_gone', found: String(id), expected: 'a kept fit', message };
}
