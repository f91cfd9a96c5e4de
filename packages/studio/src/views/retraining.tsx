// Periodic retraining, alive: one slider through the fits of growing data.
import { useEffect, useState } from 'preact/hooks';
import type { Session, SessionState } from '../session/session.ts';
import { count, shortNumber } from './numbers.ts';
import { PictureFrame, useWidth } from './picture.tsx';
import { useIsDark } from './theme.ts';

const steps = 12;
const millisecondsAFrame = 700;

export function Retraining({ session, state }: { readonly session: Session; readonly state: SessionState }) {
  const { retrained, retraining, checked } = state;
  const axes = checked?.shape?.axes ?? [];
  const [column, setColumn] = useState<string>();
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [place, width] = useWidth();
  const isDark = useIsDark();
  const along = column !== undefined && axes.includes(column) ? column : axes[0];
  const last = (retrained?.steps.length ?? 0) - 1;
  useEffect(() => {
    setAt(0);
    setPlaying(retrained !== undefined && !matchMedia('(prefers-reduced-motion: reduce)').matches);
  }, [retrained]);
  useEffect(() => {
    if (!isPlaying || retrained === undefined) return undefined;
    if (at >= last) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => setAt(at + 1), millisecondsAFrame);
    return () => clearTimeout(timer);
  }, [isPlaying, at, last, retrained]);
  if (along === undefined) return <div ref={place} />;
  const step = retrained?.steps[Math.min(at, last)];
  return (
    <section class="card" aria-labelledby="retraining-title">
      <header class="card-head">
        <h2 id="retraining-title">Trained again as data come in</h2>
        <label>
          along{' '}
          <select value={along} onChange={({ currentTarget }) => setColumn(currentTarget.value)}>
            {axes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        {retraining === undefined ? (
          <button
            type="button"
            class="button"
            id="retrain"
            disabled={(checked?.problems.length ?? 0) > 0}
            onClick={() => void session.retrain(along, steps, { isDark, width })}
          >
            Fit {steps} times
          </button>
        ) : (
          <button type="button" class="button" onClick={() => session.stop()}>
            Stop ({Math.floor(100 * retraining)}%)
          </button>
        )}
      </header>
      <div ref={place}>
        {step === undefined ? (
          <p class="quiet">
            One fit for each part of the data that was known by then, in a row you can walk through.
          </p>
        ) : (
          <>
            <div class="slider">
              <button
                type="button"
                class="button"
                onClick={() => {
                  if (at >= last) setAt(0);
                  setPlaying(at >= last || !isPlaying);
                }}
              >
                {isPlaying ? 'Hold' : 'Play'}
              </button>
              <input
                type="range"
                min={0}
                max={last}
                value={at}
                aria-label={`Data up to ${retrained!.column}`}
                aria-valuetext={`${retrained!.column} up to ${shortNumber(step.upTo)}`}
                onInput={({ currentTarget }) => {
                  setPlaying(false);
                  setAt(Number(currentTarget.value));
                }}
              />
              <p class="quiet">
                {retrained!.column} up to {shortNumber(step.upTo)}: {count(step.rows)} rows,{' '}
                <span class={`dot ${step.status}`} /> {step.status}
              </p>
            </div>
            <PictureFrame drawn={step.drawn} name={`retraining-${at + 1}`} />
          </>
        )}
      </div>
    </section>
  );
}
