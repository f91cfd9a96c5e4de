// The config beside what it means: problems with their places, mathematics, and what the priors expect.

import { latexToMathml } from '@posterity/report/page';
import { useEffect, useMemo } from 'preact/hooks';
import { ConfigEditor } from '../editor/configEditor.tsx';
import type { Session, SessionState } from '../session/session.ts';
import { Markup } from './markup.tsx';
import { PictureFrame, useWidth } from './picture.tsx';
import { Scroller } from './scroller.tsx';
import { useIsDark } from './theme.ts';

interface CardProps {
  readonly session: Session;
  readonly state: SessionState;
}

export function ConfigCard({ session, state }: CardProps) {
  const { config, configName, checked, knowledge, data } = state;
  const problems = checked?.problems ?? [];
  return (
    <section class="card" aria-labelledby="config-title">
      <header class="card-head">
        <h2 id="config-title">Config</h2>
        <p class="quiet">{configName}</p>
        {config.trim() === '' && data !== undefined ? (
          <button type="button" class="link" onClick={() => session.startFromColumns()}>
            Begin with a line through the columns
          </button>
        ) : null}
      </header>
      <ConfigEditor
        value={config}
        replacements={state.replacements}
        problems={problems}
        knowledge={knowledge}
        data={data}
        onType={(text) => session.type(text)}
        onFit={() => void session.fit()}
      />
      <div aria-live="polite" id="problems">
        {problems.length === 0 ? null : (
          <ul class="problems">
            {problems.map((it) => (
              <li key={`${it.from} ${it.message}`}>
                <span class="line">line {lineOf(config, it.from)}</span>{' '}
                {it.place === '' ? '' : <code>{it.place}</code>} {it.message}
              </li>
            ))}
          </ul>
        )}
        {(checked?.dataProblems ?? []).length === 0 ? null : (
          <ul class="problems">
            {checked!.dataProblems.map((it) => (
              <li key={it}>data: {it}</li>
            ))}
          </ul>
        )}
        {(checked?.warnings ?? []).map((it) => (
          <p key={it} class="message">
            {it}
          </p>
        ))}
      </div>
      <p class="hint quiet">
        <kbd>Ctrl</kbd> <kbd>Space</kbd> completes, <kbd>Ctrl</kbd> <kbd>Enter</kbd> fits, <kbd>Esc</kbd> then{' '}
        <kbd>Tab</kbd> leaves the editor.
      </p>
    </section>
  );
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

export function MathematicsCard({ session, state }: CardProps) {
  const latex = state.checked?.latex;
  const markup = useMemo(() => (latex === undefined ? undefined : latexToMathml(latex)), [latex]);
  const [place, width] = useWidth();
  const isDark = useIsDark();
  const { config, checked, data, prior } = state;
  const isReady = checked?.shape !== undefined && checked.dataProblems.length === 0 && data !== undefined;
  useEffect(() => {
    if (isReady && width > 0) void session.drawPrior({ isDark, width });
  }, [config, isReady, data, width, isDark]);
  return (
    <section class="card" aria-labelledby="mathematics-title">
      <header class="card-head">
        <h2 id="mathematics-title">The model</h2>
        <p class="quiet">as it is understood, before it sees the outcome</p>
      </header>
      {markup === undefined ? (
        <p class="quiet">
          {checked === undefined || checked.problems.length === 0
            ? 'Its mathematics appears here as you write.'
            : 'Its mathematics appears here once the config is mended.'}
        </p>
      ) : (
        <Scroller label="Mathematics of the model">
          <Markup class="mathematics" html={markup} />
        </Scroller>
      )}
      <div ref={place} class="prior">
        {isReady && prior !== undefined ? <PictureFrame drawn={prior} name="prior-predictive" /> : null}
      </div>
    </section>
  );
}
