// One unit: what is in use, how it came about, how its parameters moved from version to version, and what can be done.
import { shortNumber } from '../views/numbers.ts';
import { Scroller } from '../views/scroller.tsx';
import type { UnitHistory, UnitVersion } from './service.ts';
import { coverageText, unitText } from './unitTable.tsx';

interface UnitPanelProps {
  readonly history: UnitHistory;
  readonly isBusy: boolean;
  readonly onPromote: (version: string) => void;
  readonly onRollback: () => void;
  readonly onClose: () => void;
}

/** Versions that are listed, the newest first. */
const mostVersions = 12;

export function UnitPanel({ history, isBusy, onPromote, onRollback, onClose }: UnitPanelProps) {
  const { board, record } = history;
  const newest = record.versions.toReversed().slice(0, mostVersions);
  const hasFormer =
    record.moves.filter(({ alias, to }) => alias === 'champion' && to !== undefined).length > 1;
  return (
    <section class="card unit-panel" aria-labelledby="unit-title">
      <header class="card-head">
        <h2 id="unit-title">{unitText(board.unit)}</h2>
        <button type="button" class="link" onClick={onClose}>
          Close
        </button>
      </header>
      {board.message === null || board.message === '' ? null : <p class="message">{board.message}</p>}
      {board.todo === '' ? null : (
        <p class="message">
          <strong>To do:</strong> {board.todo}
        </p>
      )}
      <ParameterHistory versions={record.versions} />
      <CoverageHistory scores={record.scores} />
      <div class="downloads">
        <button
          type="button"
          class="button primary"
          id="promote"
          disabled={isBusy || record.candidate === undefined}
          onClick={() => onPromote('candidate')}
        >
          Promote the candidate
        </button>
        <button
          type="button"
          class="button"
          id="rollback"
          disabled={isBusy || !hasFormer}
          onClick={onRollback}
        >
          Roll back
        </button>
      </div>
      <Scroller label="Versions of the unit">
        <table>
          <thead>
            <tr>
              <th scope="col">version</th>
              <th scope="col">fitted</th>
              <th scope="col">verdict</th>
              <th scope="col">rows</th>
              <th scope="col">how</th>
              <th scope="col">use</th>
            </tr>
          </thead>
          <tbody>
            {newest.map((version) => (
              <tr key={version.hash}>
                <th scope="row">
                  <code>{version.hash.slice(0, 8)}</code>
                </th>
                <td>{version.at.slice(0, 16).replace('T', ' ')}</td>
                <td>
                  <span class={`dot ${version.verdict.status}`} /> {version.verdict.status}
                </td>
                <td>{version.rows}</td>
                <td>
                  {version.lineage.route}: {version.lineage.because}
                </td>
                <td>
                  {version.hash === record.champion ? (
                    'champion'
                  ) : (
                    <button
                      type="button"
                      class="link"
                      disabled={isBusy}
                      onClick={() => onPromote(version.hash)}
                    >
                      use this one
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {record.moves.length === 0 ? null : (
        <ol class="moves">
          {record.moves
            .toReversed()
            .slice(0, mostVersions)
            .map(({ at, alias, to, because }) => (
              <li key={`${at} ${alias} ${to}`}>
                {at.slice(0, 16).replace('T', ' ')}: {alias}{' '}
                {to === undefined ? 'taken away' : `→ ${to.slice(0, 8)}`}
                <span class="quiet"> ({because})</span>
              </li>
            ))}
        </ol>
      )}
    </section>
  );
}

const [width, height] = [220, 56];
/** Half of a 90% interval of a Normal, in standard deviations. */
const halfInterval = 1.645;

/** A small picture for each single parameter: its mean and 90% interval, version by version. */
function ParameterHistory({ versions }: { readonly versions: readonly UnitVersion[] }) {
  const names = Object.keys(versions.at(-1)?.parameters ?? {});
  const pictures = names.flatMap((name) => {
    const points = versions.flatMap(({ parameters }) => {
      const { mean, sd } = parameters[name] ?? { mean: null, sd: null };
      return typeof mean === 'number' && typeof sd === 'number' ? [{ mean, half: halfInterval * sd }] : [];
    });
    return points.length === 0 ? [] : [{ name, points }];
  });
  if (pictures.length === 0) return null;
  return (
    <ul class="sparks">
      {pictures.map(({ name, points }) => {
        const last = points.at(-1)!;
        const words = `${name}: ${shortNumber(last.mean, 3)} (${shortNumber(last.mean - last.half, 3)} to ${shortNumber(last.mean + last.half, 3)})`;
        return (
          <li key={name}>
            <Spark label={`${words}, over ${points.length} versions`} points={points} />
            <span>{words}</span>
          </li>
        );
      })}
    </ul>
  );
}

function CoverageHistory({ scores }: { readonly scores: UnitHistory['record']['scores'] }) {
  const last = scores.at(-1);
  if (last === undefined) return null;
  const words = `coverage ${coverageText(last)}`;
  return (
    <ul class="sparks">
      <li>
        <Spark
          label={`${words}, over ${scores.length} windows`}
          points={scores.map(({ coverage }) => ({ mean: coverage, half: 0 }))}
        />
        <span>{words}</span>
      </li>
    </ul>
  );
}

function Spark(props: {
  readonly label: string;
  readonly points: readonly { mean: number; half: number }[];
}) {
  const { label, points } = props;
  const least = Math.min(...points.map(({ mean, half }) => mean - half));
  const greatest = Math.max(...points.map(({ mean, half }) => mean + half));
  const x = (i: number): string => (6 + ((width - 12) * i) / Math.max(1, points.length - 1)).toFixed(1);
  const y = (value: number): string =>
    (height - 4 - ((height - 8) * (value - least)) / (greatest - least || 1)).toFixed(1);
  const upper = points.map(({ mean, half }, i) => `${x(i)},${y(mean + half)}`);
  const lower = points.map(({ mean, half }, i) => `${x(i)},${y(mean - half)}`).reverse();
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      <polygon points={[...upper, ...lower].join(' ')} />
      <polyline points={points.map(({ mean }, i) => `${x(i)},${y(mean)}`).join(' ')} />
      <circle cx={x(points.length - 1)} cy={y(points.at(-1)!.mean)} r="3" />
    </svg>
  );
}
