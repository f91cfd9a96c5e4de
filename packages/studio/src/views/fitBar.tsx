// The button that fits, and what the sampler is doing meanwhile.
import type { Session, SessionState } from '../session/session.ts';
import { count } from './numbers.ts';

interface FitBarProps {
  readonly session: Session;
  readonly state: SessionState;
}

export function FitBar({ session, state }: FitBarProps) {
  const { running, checked, data, config, fittedConfig, refusal } = state;
  const blocker = blockerOf(state);
  const isStale = fittedConfig !== undefined && fittedConfig !== config;
  return (
    <section class="card fit-bar" aria-label="Fit">
      <div class="fit-row">
        {running === undefined ? (
          <button
            type="button"
            class="button primary"
            id="fit"
            disabled={blocker !== undefined}
            onClick={() => void session.fit()}
          >
            Fit
          </button>
        ) : (
          <>
            <button type="button" class="button" id="stop" onClick={() => session.stop()}>
              Stop
            </button>
            {globalThis.crossOriginIsolated ? (
              <button type="button" class="button" onClick={() => session.setPaused(!running.isPaused)}>
                {running.isPaused ? 'Go on' : 'Pause'}
              </button>
            ) : null}
          </>
        )}
        <p class="quiet" aria-live="polite">
          {running !== undefined
            ? runningText(running)
            : (blocker ??
              `${checked!.shape!.chains} chains of ${count(checked!.shape!.draws)} draws on ${count(data!.rows)} rows${isStale ? '; the config has changed since the last fit' : ''}`)}
        </p>
      </div>
      {running?.progress === undefined ? null : <Chains progress={running.progress} />}
      {refusal === undefined ? null : (
        <p class="message bad" role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}

/** What has to be done before a fit can start. */
function blockerOf({ config, checked, data }: SessionState): string | undefined {
  if (data === undefined && config.trim() === '')
    return 'Open an example, or drop your data and write a config.';
  if (data === undefined) return 'Drop the data to fit to.';
  if (config.trim() === '') return 'Write a config, or begin with a line through the columns.';
  if (checked === undefined) return 'Reading the config …';
  if (checked.problems.length > 0) return 'Mend the config first: each problem is underlined.';
  if (checked.shape === undefined) return 'Reading the config …';
  if (checked.dataProblems.length > 0) return 'Config and data do not go together yet: see below the config.';
  return undefined;
}

function runningText({ progress, isPaused }: NonNullable<SessionState['running']>): string {
  if (progress === undefined) return 'Compiling the model …';
  const share = `${Math.floor(100 * progress.share)}%`;
  const divergences = progress.divergences > 0 ? `, ${count(progress.divergences)} divergences` : '';
  const agreement = progress.rHat === undefined ? '' : `, R-hat so far ${progress.rHat.toFixed(3)}`;
  return `${isPaused ? 'Paused at' : 'Sampling:'} ${share}${divergences}${agreement}`;
}

type RunningProgress = NonNullable<NonNullable<SessionState['running']>['progress']>;

function Chains({ progress }: { readonly progress: RunningProgress }) {
  return (
    <>
      <ul class="chains">
        {progress.chains.map(({ phase, share }, chain) => (
          <li key={`chain ${chain + 1}`}>
            <span id={`chain-${chain}`}>
              chain {chain + 1}, {phase === 'warmup' ? 'warming up' : 'sampling'}
            </span>
            <progress max={1} value={share} aria-labelledby={`chain-${chain}`} />
          </li>
        ))}
      </ul>
      <LiveTrace progress={progress} />
    </>
  );
}

const [traceWidth, traceHeight] = [600, 90];

/** The log density of the draws so far, a line for each chain: lines that overlap have found the same place. */
function LiveTrace({ progress }: { readonly progress: RunningProgress }) {
  const all = progress.chains.flatMap(({ logDensity }) => logDensity).filter(Number.isFinite);
  if (all.length < 8) return null;
  const [least, greatest] = [Math.min(...all), Math.max(...all)];
  const height = (value: number): number =>
    traceHeight - (traceHeight * (value - least)) / (greatest - least || 1);
  return (
    <figure class="live-trace">
      <svg
        viewBox={`0 -2 ${traceWidth} ${traceHeight + 4}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Log density of the draws so far, by chain"
      >
        {progress.chains.map(({ logDensity }, chain) => {
          const step = traceWidth / Math.max(1, logDensity.length - 1);
          const points = logDensity.map((value, i) => `${(i * step).toFixed(1)},${height(value).toFixed(1)}`);
          return (
            <polyline key={`chain ${chain + 1}`} class={`line-${chain % 4}`} points={points.join(' ')} />
          );
        })}
      </svg>
      <figcaption>log density of the draws so far</figcaption>
    </figure>
  );
}
