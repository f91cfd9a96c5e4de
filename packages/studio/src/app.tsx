// The page: what is put in on the left, what comes out on the right.
import { useEffect } from 'preact/hooks';
import { examples } from './session/examples.ts';
import type { Session } from './session/session.ts';
import { useStore } from './session/store.ts';
import { DataCard } from './views/dataCard.tsx';
import { FitBar } from './views/fitBar.tsx';
import { ConfigCard, MathematicsCard } from './views/modelCard.tsx';
import { Result } from './views/result.tsx';
import { toggleTheme, useIsDark } from './views/theme.ts';

export function App({ session }: { readonly session: Session }) {
  const state = useStore(session.store);
  const isDark = useIsDark();
  const isEmpty = state.data === undefined && state.config.trim() === '';
  useEffect(() => receiveFiles(session), [session]);
  return (
    <>
      <header class="top">
        <a class="skip" href="#main">
          Skip to the model
        </a>
        <h1>posterity studio</h1>
        <div class="top-tools">
          <label>
            <span class="visually-hidden">Open an example</span>
            <select
              id="examples"
              value=""
              onChange={({ currentTarget }) => {
                const example = examples.find(({ name }) => name === currentTarget.value);
                currentTarget.value = '';
                if (example !== undefined) void session.openExample(example);
              }}
            >
              <option value="">Examples</option>
              {examples.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="button" onClick={() => void session.share()} disabled={isEmpty}>
            Share
          </button>
          <button type="button" class="button" id="theme" onClick={toggleTheme} aria-pressed={isDark}>
            Dark
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {state.notice === undefined ? null : (
          <p class="message" role="status">
            {state.notice}{' '}
            <button type="button" class="link" onClick={() => session.store.set({ notice: undefined })}>
              Close
            </button>
          </p>
        )}
        {isEmpty ? <Welcome session={session} /> : null}
        <div class="panes">
          <div class="pane">
            <DataCard session={session} state={state} />
            <ConfigCard session={session} state={state} />
          </div>
          <div class="pane">
            <FitBar session={session} state={state} />
            <Result session={session} state={state} />
            <MathematicsCard session={session} state={state} />
          </div>
        </div>
      </main>
    </>
  );
}

function Welcome({ session }: { readonly session: Session }) {
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">A Bayesian model in a minute</h2>
      <p>
        Drop a table, write down what you believe about it, and see what it teaches. Everything is computed in
        this tab; nothing is sent anywhere.
      </p>
      <ul class="examples">
        {examples.map((example) => (
          <li key={example.name}>
            <button
              type="button"
              data-example={example.name}
              onClick={() => void session.openExample(example)}
            >
              <strong>{example.title}</strong>
              <span>{example.about}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Files dropped anywhere, and tables pasted outside the editor. */
function receiveFiles(session: Session): () => void {
  const over = (event: DragEvent): void => event.preventDefault();
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    for (const file of event.dataTransfer?.files ?? []) void session.openFile(file);
  };
  const paste = (event: ClipboardEvent): void => {
    const target = event.composedPath()[0];
    if (target instanceof HTMLElement && target.closest('[contenteditable], input, textarea') !== null)
      return;
    const [file] = event.clipboardData?.files ?? [];
    if (file !== undefined) void session.openFile(file);
    else {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (/[\n\r]/.test(text.trim())) void session.openText('pasted.csv', text);
    }
  };
  addEventListener('dragover', over);
  addEventListener('drop', drop);
  addEventListener('paste', paste);
  return () => {
    removeEventListener('dragover', over);
    removeEventListener('drop', drop);
    removeEventListener('paste', paste);
  };
}
