// The data: where a file is dropped, and what each column looks like.
import { useRef, useState } from 'preact/hooks';
import type { Session, SessionState } from '../session/session.ts';
import type { ColumnOverview, DataOverview } from '../worker/protocol.ts';
import { count, shortNumber } from './numbers.ts';
import { Scroller } from './scroller.tsx';

interface DataCardProps {
  readonly session: Session;
  readonly state: SessionState;
}

/** Columns that are listed before the user asks for all. */
const fewColumns = 12;

export function DataCard({ session, state }: DataCardProps) {
  const { data, dataRefusal, isReading } = state;
  return (
    <section class="card" aria-labelledby="data-title">
      <header class="card-head">
        <h2 id="data-title">Data</h2>
        {data === undefined ? null : (
          <>
            <p class="quiet">
              {data.name}: {count(data.rows)} rows, {count(data.columnCount)} columns
            </p>
            <button type="button" class="link" onClick={() => session.removeData()}>
              Remove
            </button>
          </>
        )}
      </header>
      {dataRefusal === undefined ? null : (
        <p class="message bad" role="alert">
          {dataRefusal}
        </p>
      )}
      <DropZone session={session} isSmall={data !== undefined} isReading={isReading} />
      {data === undefined ? null : <Columns data={data} />}
    </section>
  );
}

function DropZone(props: {
  readonly session: Session;
  readonly isSmall: boolean;
  readonly isReading: boolean;
}) {
  const { session, isSmall, isReading } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class={`drop${isSmall ? ' small' : ''}`}>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        id="file"
        accept=".csv,.tsv,.txt,.parquet,.yaml,.yml"
        aria-label="Open a CSV, a Parquet file or a config"
        onChange={async ({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) await session.openFile(file);
          currentTarget.value = '';
        }}
      />
      <label for="file" class="button">
        {isReading ? 'Reading …' : isSmall ? 'Open another file' : 'Open a CSV or Parquet file'}
      </label>
      {isSmall ? null : (
        <p class="quiet">or drop it anywhere on this page, or paste a table. It stays in this tab.</p>
      )}
    </div>
  );
}

function Columns({ data }: { readonly data: DataOverview }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? data.columns : data.columns.slice(0, fewColumns);
  const left = data.columnCount - shown.length;
  return (
    <>
      <Scroller label="Columns of the data">
        <table class="columns">
          <thead>
            <tr>
              <th scope="col">column</th>
              <th scope="col">kind</th>
              <th scope="col">range</th>
              <th scope="col">gaps</th>
              <th scope="col">shape</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((column) => (
              <tr key={column.name}>
                <th scope="row">{column.name}</th>
                <td>{column.kind === 'text' ? 'text' : column.isWhole ? 'whole' : 'number'}</td>
                <td>{rangeText(column)}</td>
                <td class={column.missing > 0 ? 'warn' : 'quiet'}>
                  {column.missing > 0 ? `${count(column.missing)} missing` : 'none'}
                </td>
                <td>
                  <Histogram counts={column.histogram} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      {left > 0 && !isWhole && data.columns.length > fewColumns ? (
        <button type="button" class="link" onClick={() => setWhole(true)}>
          Show {count(data.columns.length - fewColumns)} more columns
        </button>
      ) : null}
      {left > 0 && isWhole ? (
        <p class="quiet">{count(left)} more columns can be used but are not listed.</p>
      ) : null}
    </>
  );
}

function rangeText({ kind, least, greatest, distinct, samples }: ColumnOverview): string {
  const many = distinct >= 1000 ? 'over 1,000' : count(distinct);
  if (kind === 'text')
    return `${many} values: ${samples.join(', ')}${distinct > samples.length ? ', …' : ''}`;
  if (least === undefined) return 'nothing but gaps';
  return `${shortNumber(least, 3)} to ${shortNumber(greatest, 3)} (${many} distinct)`;
}

const [barWidth, barHeight] = [3, 20];

function Histogram({ counts }: { readonly counts: readonly number[] }) {
  const top = Math.max(...counts, 1);
  if (counts.length === 0) return <span class="quiet">—</span>;
  const bars = counts.map((height, i) => {
    const tall = height === 0 ? 0 : Math.max(1, (height / top) * barHeight);
    return `M${i * barWidth},${barHeight}v${-tall}h${barWidth - 1}v${tall}z`;
  });
  return (
    <svg class="histogram" width={counts.length * barWidth} height={barHeight} aria-hidden="true">
      <path d={bars.join('')} />
    </svg>
  );
}
