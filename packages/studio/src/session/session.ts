// The page's state and everything that can be done to it.
import { CallRefused, type Client } from '../client.ts';
import type {
  Checked,
  DataOverview,
  Drawn,
  EditorKnowledge,
  FitResult,
  Look,
  Names,
  Progress,
  Retrained,
} from '../worker/protocol.ts';
import { loadDraft, saveDraft } from './drafts.ts';
import { type Example, loadExample } from './examples.ts';
import { readShareLink, shareLink } from './shareLink.ts';
import { starterConfig } from './starter.ts';
import { createStore, type Store } from './store.ts';

/** Bytes of a file that a tab can hold as a table with room to compute. */
const largestFile = 200_000_000;
const checkAfter = 120;
const priorAfter = 250;
const saveAfter = 400;

export interface SessionState {
  readonly config: string;
  /** Grows when the config is replaced by anything but typing, so that the editor takes it over only then. */
  readonly replacements: number;
  readonly configName: string;
  readonly data: DataOverview | undefined;
  readonly dataRefusal: string | undefined;
  readonly isReading: boolean;
  readonly checked: Checked | undefined;
  readonly prior: Drawn | undefined;
  readonly running: { readonly progress: Progress | undefined; readonly isPaused: boolean } | undefined;
  readonly fits: readonly FitResult[];
  /** The fit that is shown, by its id. */
  readonly shown: number | undefined;
  /** Config text of the newest fit, to tell when it is out of date. */
  readonly fittedConfig: string | undefined;
  readonly refusal: string | undefined;
  readonly notice: string | undefined;
  readonly retrained: Retrained | undefined;
  readonly retraining: number | undefined;
  readonly knowledge: EditorKnowledge | undefined;
}

export interface Session {
  readonly store: Store<SessionState>;
  readonly client: Client;
  type(config: string): void;
  openFile(file: File): Promise<void>;
  openText(name: string, text: string): Promise<void>;
  openExample(example: Example): Promise<void>;
  removeData(): Promise<void>;
  startFromColumns(): void;
  fit(): Promise<void>;
  stop(): void;
  setPaused(isPaused: boolean): void;
  show(fit: number): void;
  drawPrior(look: Look): Promise<void>;
  retrain(column: string, steps: number, look: Look): Promise<void>;
  share(): Promise<void>;
  /** What a link in the address, or else the last visit, left here. */
  restore(): Promise<void>;
}

export function namesOf({ configName, data }: SessionState): Names {
  return { config: configName, data: data?.name ?? 'data.csv' };
}

export function createSession(client: Client): Session {
  const store = createStore<SessionState>({
    config: '',
    replacements: 0,
    configName: 'model.yaml',
    data: undefined,
    dataRefusal: undefined,
    isReading: false,
    checked: undefined,
    prior: undefined,
    running: undefined,
    fits: [],
    shown: undefined,
    fittedConfig: undefined,
    refusal: undefined,
    notice: undefined,
    retrained: undefined,
    retraining: undefined,
    knowledge: undefined,
  });
  const { get, set } = store;
  let stopper: AbortController | undefined;

  const check = async (): Promise<void> => {
    const { config } = get();
    try {
      const checked = await client.call('check', { config });
      if (get().config === config) set({ checked });
    } catch (error) {
      set({ refusal: messageOf(error) });
    }
  };
  const checkSoon = debounced(check, checkAfter);
  const saveSoon = debounced(() => {
    const { config, configName, data } = get();
    saveDraft({
      config,
      configName,
      ...(data === undefined ? {} : { dataName: data.name }),
      ...(data?.csv === undefined ? {} : { csv: data.csv }),
    });
  }, saveAfter);

  const openBytes = async (name: string, bytes: ArrayBuffer): Promise<void> => {
    set({ isReading: true, dataRefusal: undefined });
    try {
      const data = await client.call('open', { name, bytes });
      set({ data, isReading: false, prior: undefined, retrained: undefined });
      await check();
      saveSoon();
    } catch (error) {
      set({ isReading: false, dataRefusal: messageOf(error) });
    }
  };
  const openText = (name: string, text: string): Promise<void> =>
    openBytes(name, new TextEncoder().encode(text).buffer);

  const replace = (config: string): void => {
    set({ config, replacements: get().replacements + 1, refusal: undefined });
    checkSoon();
    saveSoon();
  };

  const session: Session = {
    store,
    client,
    type(config) {
      if (config === get().config) return;
      set({ config, refusal: undefined });
      checkSoon();
      saveSoon();
    },
    async openFile(file) {
      if (/\.(ya?ml)$/i.test(file.name)) {
        set({ configName: file.name });
        replace(await file.text());
        return;
      }
      if (file.size > largestFile) {
        const size = `${(file.size / 1e9).toFixed(1)} GB`;
        set({
          dataRefusal: `${file.name} is ${size}, more than a tab can hold (${largestFile / 1e6} MB). Fit it on the command line, which reads it in place: posterity fit ${get().configName} ${file.name}; or drop a sample of its rows here.`,
        });
        return;
      }
      let bytes: ArrayBuffer;
      try {
        bytes = await file.arrayBuffer();
      } catch {
        set({
          dataRefusal: `${file.name} cannot be read: it was moved, or this browser may not open it. Drop it again.`,
        });
        return;
      }
      await openBytes(file.name, bytes);
    },
    openText,
    async openExample(example) {
      try {
        const { config, csv } = await loadExample(example);
        replace(config);
        set({
          configName: example.config,
          fits: [],
          shown: undefined,
          fittedConfig: undefined,
        });
        await openText(example.data, csv);
      } catch (error) {
        set({ refusal: messageOf(error) });
      }
    },
    async removeData() {
      await client.call('close', undefined);
      set({ data: undefined, dataRefusal: undefined, prior: undefined, retrained: undefined });
      await check();
      saveSoon();
    },
    startFromColumns() {
      const { data } = get();
      if (data !== undefined) replace(starterConfig(data));
    },
    async fit() {
      const { config, running } = get();
      if (running !== undefined) return;
      stopper = new AbortController();
      set({ running: { progress: undefined, isPaused: false }, refusal: undefined });
      try {
        const fit = await client.call(
          'fit',
          { config },
          {
            signal: stopper.signal,
            onProgress: (progress) => {
              const { running } = get();
              if (running !== undefined) set({ running: { ...running, progress } });
            },
          },
        );
        set({
          fits: [...get().fits, fit].slice(-6),
          shown: fit.id,
          fittedConfig: config,
          running: undefined,
        });
      } catch (error) {
        const isStop = error instanceof CallRefused && error.isAbort;
        set({ running: undefined, ...(isStop ? {} : { refusal: messageOf(error) }) });
      }
    },
    stop() {
      stopper?.abort();
    },
    setPaused(isPaused) {
      client.pause(isPaused);
      const { running } = get();
      if (running !== undefined) set({ running: { ...running, isPaused } });
    },
    show: (shown) => set({ shown }),
    drawPrior: latestOnly(async (look: Look) => {
      const { config, checked } = get();
      if (checked === undefined || checked.problems.length > 0 || checked.dataProblems.length > 0) return;
      try {
        const prior = await client.call('prior', { config, look });
        if (get().config === config) set({ prior });
      } catch {
        // A prior that cannot be drawn yet is no news while somebody types.
        set({ prior: undefined });
      }
    }, priorAfter),
    async retrain(column, steps, look) {
      const { config } = get();
      stopper = new AbortController();
      set({ retraining: 0, retrained: undefined, refusal: undefined });
      try {
        const retrained = await client.call(
          'retrain',
          { config, column, steps, look },
          { signal: stopper.signal, onProgress: ({ share }) => set({ retraining: share }) },
        );
        set({ retrained, retraining: undefined });
      } catch (error) {
        const isStop = error instanceof CallRefused && error.isAbort;
        set({ retraining: undefined, ...(isStop ? {} : { refusal: messageOf(error) }) });
      }
    },
    async share() {
      const { config, configName, data } = get();
      const { fragment, hasData } = await shareLink({
        config,
        configName,
        ...(data === undefined ? {} : { dataName: data.name }),
        ...(data?.csv === undefined ? {} : { csv: data.csv }),
      });
      history.replaceState(null, '', fragment);
      const words =
        hasData || data === undefined ? 'The link holds' : 'The data are too large for a link; it holds';
      const content = hasData ? 'config and data' : 'the config alone';
      let done = 'copied';
      try {
        await navigator.clipboard.writeText(location.href);
      } catch {
        done = 'in the address bar';
      }
      set({ notice: `${words} ${content}; it is ${done}. Nothing was sent anywhere.` });
    },
    async restore() {
      let draft = loadDraft();
      try {
        draft = (await readShareLink(location.hash)) ?? draft;
      } catch (error) {
        set({ refusal: messageOf(error) });
      }
      void client.call('schema', undefined).then((knowledge) => set({ knowledge }));
      if (draft === undefined) return;
      const { config, configName, dataName, csv } = draft;
      set({ configName });
      replace(config);
      if (csv !== undefined) await openText(dataName ?? 'data.csv', csv);
      else {
        await check();
        if (dataName !== undefined)
          set({ notice: `${dataName} was too large to keep: drop it again to go on.` });
      }
    },
  };
  return session;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function debounced(work: () => unknown, milliseconds: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}

/** Runs the work once the asking has paused, one at a time; what is asked meanwhile is done afterwards, the last only. */
function latestOnly<A>(work: (ask: A) => Promise<void>, milliseconds: number): (ask: A) => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let next: { readonly ask: A } | undefined;
  const run = async (): Promise<void> => {
    if (isBusy || next === undefined) return;
    const { ask } = next;
    next = undefined;
    isBusy = true;
    await work(ask);
    isBusy = false;
    await run();
  };
  return async (ask) => {
    next = { ask };
    clearTimeout(timer);
    timer = setTimeout(run, milliseconds);
  };
}
