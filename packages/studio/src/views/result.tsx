// A fit, looked at: verdict in plain words, numbers, pictures, and what to take home.
import { useState } from 'preact/hooks';
import { namesOf, type Session, type SessionState } from '../session/session.ts';
import type { FitResult, PictureName } from '../worker/protocol.ts';
import { count, shortNumber } from './numbers.ts';
import { Picture } from './picture.tsx';
import { Retraining } from './retraining.tsx';
import { Scroller } from './scroller.tsx';
import { TakeAway } from './takeAway.tsx';

interface ResultProps {
  readonly session: Session;
  readonly state: SessionState;
}

export function Result({ session, state }: ResultProps) {
  const fit = state.fits.find(({ id }) => id === state.shown);
  if (fit === undefined) return null;
  return (
    <div class="result">
      {state.fits.length > 1 ? <Fits session={session} state={state} fit={fit} /> : null}
      <VerdictCard fit={fit} />
      <Pictures session={session} state={state} fit={fit} />
      <Parameters fit={fit} />
      <Retraining session={session} state={state} />
      <TakeAway session={session} names={namesOf(state)} fit={fit} />
    </div>
  );
}

function Fits({ session, state, fit }: ResultProps & { readonly fit: FitResult }) {
  return (
    <nav class="fits" aria-label="Fits of this session">
      {state.fits.map(({ id, verdict }) => (
        <button
          type="button"
          key={id}
          class="tab"
          aria-pressed={id === fit.id}
          onClick={() => session.show(id)}
        >
          Fit {id} <span class={`dot ${verdict.status}`} /> {verdict.status}
        </button>
      ))}
    </nav>
  );
}

const judgements = {
  good: ['Good', 'The chains agree and every check is passed: this posterior may be used.'],
  suspect: ['Suspect', 'Read the reasons before you rely on this posterior.'],
  bad: ['Bad', 'Do not use this posterior.'],
} as const;

function VerdictCard({ fit }: { readonly fit: FitResult }) {
  const { verdict, report } = fit;
  const [word, sentence] = judgements[verdict.status];
  return (
    <section class={`card verdict ${verdict.status}`} aria-labelledby="verdict-title" id="verdict">
      <h2 id="verdict-title">{word}</h2>
      <p>{sentence}</p>
      {verdict.findings.length === 0 ? null : (
        <ul>
          {verdict.findings.map(({ message, advice }) => (
            <li key={message}>
              <strong>{message}.</strong> {advice}
            </li>
          ))}
        </ul>
      )}
      <p class="quiet">
        {count(report.rows)} rows
        {report.distinct_rows < report.rows ? ` (${count(report.distinct_rows)} distinct)` : ''}, {fit.chains}{' '}
        chains of {count(fit.draws)} draws, {(1000 * report.seconds.total).toFixed(0)} ms
      </p>
    </section>
  );
}

const tabs: Readonly<Record<PictureName, string>> = {
  curve: 'Curve',
  density: 'Posterior',
  predictive: 'Replicates',
  trace: 'Draws',
  ranks: 'Ranks',
  pairs: 'Pairs',
  overview: 'Convergence',
  energy: 'Energy',
  compare: 'Compare',
};

function Pictures({ session, state, fit }: ResultProps & { readonly fit: FitResult }) {
  const [wanted, setWanted] = useState<PictureName>('curve');
  const [axis, setAxis] = useState<string>();
  const others = state.fits.filter(({ id }) => id !== fit.id);
  const [otherId, setOther] = useState<number>();
  const other = others.find(({ id }) => id === otherId) ?? others.at(-1);
  const names: readonly PictureName[] = [
    ...fit.pictures,
    ...(other === undefined ? [] : (['compare'] as const)),
  ];
  const picture = names.includes(wanted) ? wanted : names[0]!;
  const usedAxis = axis !== undefined && fit.axes.includes(axis) ? axis : fit.axes[0];
  return (
    <section class="card" aria-labelledby="pictures-title">
      <header class="card-head">
        <h2 id="pictures-title">Pictures</h2>
        {picture === 'curve' && fit.axes.length > 1 ? (
          <label>
            along{' '}
            <select value={usedAxis} onChange={({ currentTarget }) => setAxis(currentTarget.value)}>
              {fit.axes.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        ) : null}
        {picture === 'compare' ? (
          <label>
            with{' '}
            <select
              value={String(other?.id)}
              onChange={({ currentTarget }) => setOther(Number(currentTarget.value))}
            >
              {others.map(({ id }) => (
                <option key={id} value={id}>
                  fit {id}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </header>
      <nav class="tabs" aria-label="Which picture">
        {names.map((name) => (
          <button
            type="button"
            key={name}
            class="tab"
            aria-pressed={name === picture}
            onClick={() => setWanted(name)}
          >
            {tabs[name]}
          </button>
        ))}
      </nav>
      <Picture
        name={picture}
        subject={`${fit.id} ${picture} ${picture === 'compare' ? other?.id : ''}`}
        {...(picture === 'curve' && usedAxis !== undefined ? { axis: usedAxis } : {})}
        draw={(look) =>
          session.client.call('picture', {
            fit: fit.id,
            picture,
            look,
            ...(picture === 'compare' && other !== undefined ? { other: other.id } : {}),
          })
        }
      />
    </section>
  );
}

/** Rows that are listed before the user asks for all. */
const fewRows = 14;

function Parameters({ fit }: { readonly fit: FitResult }) {
  const [isWhole, setWhole] = useState(false);
  const { rows } = fit;
  const shown = isWhole ? rows : rows.slice(0, fewRows);
  return (
    <section class="card" aria-labelledby="parameters-title">
      <header class="card-head">
        <h2 id="parameters-title">Parameters</h2>
      </header>
      <Scroller label="Table of parameters">
        <table class="numbers" id="parameters">
          <thead>
            <tr>
              <th scope="col">name</th>
              <th scope="col">mean</th>
              <th scope="col">sd</th>
              <th scope="col">5%</th>
              <th scope="col">median</th>
              <th scope="col">95%</th>
              <th scope="col">ESS bulk</th>
              <th scope="col">ESS tail</th>
              <th scope="col">R-hat</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ label, row }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                {[row.mean, row.sd, row.q05, row.q50, row.q95].map((value, i) => (
                  <td key={fields[i]}>{shortNumber(value)}</td>
                ))}
                <td class={row.ess_bulk >= 100 * fit.chains ? '' : 'warn'}>{essText(row.ess_bulk)}</td>
                <td class={row.ess_tail >= 100 * fit.chains ? '' : 'warn'}>{essText(row.ess_tail)}</td>
                <td class={row.r_hat <= 1.01 ? '' : 'warn'}>
                  {Number.isFinite(row.r_hat) ? row.r_hat.toFixed(3) : '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {rows.length > shown.length ? (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          Show {count(rows.length - shown.length)} more
        </button>
      ) : null}
    </section>
  );
}

const fields = ['mean', 'sd', 'q05', 'q50', 'q95'];

function essText(value: number): string {
  return Number.isFinite(value) ? count(Math.round(value)) : '—';
}
