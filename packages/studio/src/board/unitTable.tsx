// The board's table: only the rows in sight are in the page, so that ten thousand units scroll as a hundred do.
import { useEffect, useRef, useState } from 'preact/hooks';
import { count } from '../views/numbers.ts';
import type { BoardOrder, BoardQuery, BoardUnit } from './service.ts';

const rowHeight = 36;
const extraRows = 12;

const columns: readonly { readonly order: BoardOrder; readonly title: string }[] = [
  { order: 'unit', title: 'unit' },
  { order: 'verdict', title: 'verdict' },
  { order: 'gate', title: 'gate' },
  { order: 'age', title: 'age' },
  { order: 'coverage', title: 'coverage' },
  { order: 'todo', title: 'what to do' },
];

interface UnitTableProps {
  readonly matching: number;
  /** The units at rows from … to. */
  readonly rows: (from: number, to: number) => readonly (BoardUnit | undefined)[];
  readonly query: BoardQuery;
  readonly chosen: string | undefined;
  readonly onSort: (sort: BoardOrder) => void;
  readonly onChoose: (id: string) => void;
}

export function UnitTable({ matching, rows, query, chosen, onSort, onChoose }: UnitTableProps) {
  const place = useRef<HTMLElement>(null);
  const [sight, setSight] = useState({ from: 0, to: 40 });
  const look = (): void => {
    const { scrollTop, clientHeight } = place.current!;
    const from = Math.max(0, Math.floor(scrollTop / rowHeight) - extraRows);
    const to = Math.ceil((scrollTop + clientHeight) / rowHeight) + extraRows;
    if (from !== sight.from || to !== sight.to) setSight({ from, to });
  };
  useEffect(look);
  const to = Math.min(matching, sight.to);
  const from = Math.min(sight.from, to);
  return (
    <section class="board-rows" aria-label="Units of the suite" ref={place} onScroll={look} tabIndex={-1}>
      <table aria-rowcount={matching + 1}>
        <thead>
          <tr>
            {columns.map(({ order, title }) => (
              <th scope="col" key={order} aria-sort={sortOf(order, query)}>
                <button type="button" class="sort" onClick={() => onSort(order)}>
                  {title} {order !== query.sort ? '' : query.isDescending ? '▾' : '▴'}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={from} />
          {rows(from, to).map((unit, i) => (
            <UnitRow
              key={unit?.id ?? `row ${from + i}`}
              unit={unit}
              place={from + i}
              isChosen={unit !== undefined && unit.id === chosen}
              onChoose={onChoose}
            />
          ))}
          <Gap rows={matching - to} />
        </tbody>
      </table>
      {matching === 0 ? <p class="quiet">No unit matches.</p> : null}
    </section>
  );
}

function sortOf(order: BoardOrder, { sort, isDescending }: BoardQuery): 'ascending' | 'descending' | 'none' {
  if (order !== sort) return 'none';
  return isDescending ? 'descending' : 'ascending';
}

function Gap({ rows }: { readonly rows: number }) {
  if (rows <= 0) return null;
  return (
    <tr style={{ height: `${rows * rowHeight}px` }}>
      <td colSpan={columns.length} />
    </tr>
  );
}

interface UnitRowProps {
  readonly unit: BoardUnit | undefined;
  readonly place: number;
  readonly isChosen: boolean;
  readonly onChoose: (id: string) => void;
}

function UnitRow({ unit, place, isChosen, onChoose }: UnitRowProps) {
  if (unit === undefined)
    return (
      <tr class="unit" aria-rowindex={place + 2}>
        <td colSpan={columns.length} class="quiet">
          …
        </td>
      </tr>
    );
  return (
    <tr class={`unit${isChosen ? ' chosen' : ''}`} aria-rowindex={place + 2}>
      <th scope="row">
        <button type="button" class="link" aria-pressed={isChosen} onClick={() => onChoose(unit.id)}>
          {unitText(unit.unit)}
        </button>
      </th>
      <td>
        {unit.verdict === null ? (
          '—'
        ) : (
          <>
            <span class={`dot ${unit.verdict}`} /> {unit.verdict}
          </>
        )}
      </td>
      <td title={unit.message ?? ''}>
        {unit.gate ?? '—'}
        {unit.rule === null || unit.rule === '' ? '' : ` (${unit.rule})`}
      </td>
      <td>{ageText(unit.age_days)}</td>
      <td class={unit.alarm ? 'warn' : ''}>{coverageText(unit)}</td>
      <td title={unit.todo}>{unit.todo}</td>
    </tr>
  );
}

export function unitText(unit: BoardUnit['unit']): string {
  return Object.values(unit).join(' · ');
}

export function coverageText({ coverage, nominal }: Pick<BoardUnit, 'coverage' | 'nominal'>): string {
  if (coverage === null) return '—';
  const share = `${(100 * coverage).toFixed(0)}%`;
  return nominal === null ? share : `${share} of ${(100 * nominal).toFixed(0)}%`;
}

function ageText(days: number | null): string {
  if (days === null) return '—';
  if (days < 1 / 24) return 'minutes';
  if (days < 1) return `${Math.round(24 * days)} h`;
  return `${count(Math.round(days))} d`;
}
