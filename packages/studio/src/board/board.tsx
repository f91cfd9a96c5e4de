// The suite's board: which unit stands how, and what to do about it.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { count } from '../views/numbers.ts';
import { toggleTheme, useIsDark } from '../views/theme.ts';
import { pagedUnits } from './pagedUnits.ts';
import {
  type BoardPage,
  type BoardQuery,
  type Gate,
  type Job,
  type Service,
  ServiceRefusal,
  type SuiteName,
  type UnitHistory,
} from './service.ts';
import { UnitPanel } from './unitPanel.tsx';
import { UnitTable } from './unitTable.tsx';

const gates: readonly Gate[] = ['promoted', 'held', 'rejected', 'failed'];
const retryMilliseconds = 4000;
const searchAfter = 200;

interface BoardProps {
  readonly service: Service;
  readonly getKey: () => string;
  readonly setKey: (key: string) => void;
}

export function Board({ service, getKey, setKey }: BoardProps) {
  const [suites, setSuites] = useState<readonly SuiteName[]>();
  const [suite, setSuite] = useState<string>();
  const [query, setQuery] = useState<BoardQuery>({ search: '', gate: '', sort: 'unit', isDescending: false });
  const [page, setPage] = useState<BoardPage>();
  const [, setArrivals] = useState(0);
  const [refusal, setRefusal] = useState<ServiceRefusal>();
  const [history, setHistory] = useState<UnitHistory>();
  const [isBusy, setBusy] = useState(false);
  const [job, setJob] = useState<Job>();
  const [attempt, setAttempt] = useState(0);
  const isDark = useIsDark();

  const refuse = (error: unknown): void =>
    setRefusal(error instanceof ServiceRefusal ? error : new ServiceRefusal(String(error)));

  useEffect(() => {
    service.suites().then((found) => {
      setSuites(found);
      setSuite((before) => before ?? found[0]?.name);
      setRefusal(undefined);
    }, refuse);
  }, [service, attempt]);

  // A service that went away is asked again until it is back.
  useEffect(() => {
    if (refusal?.isAway !== true) return undefined;
    const timer = setTimeout(() => setAttempt(attempt + 1), retryMilliseconds);
    return () => clearTimeout(timer);
  }, [refusal, attempt]);

  const units = useMemo(
    () =>
      pagedUnits(
        (offset, limit) => service.board(suite ?? '', query, offset, limit),
        (arrived, error) => {
          if (arrived !== undefined) {
            setPage(arrived);
            setRefusal(undefined);
          } else refuse(error);
          setArrivals((before) => before + 1);
        },
      ),
    [service, suite, query, attempt],
  );
  useEffect(() => {
    if (suite !== undefined) units.rows(0, 1);
  }, [units]);

  const choose = async (id: string): Promise<void> => {
    try {
      setHistory(await service.unit(suite!, id));
    } catch (error) {
      refuse(error);
    }
  };
  const act = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    try {
      await work();
      setRefusal(undefined);
      if (history !== undefined) await choose(history.board.id);
      setAttempt((before) => before + 1);
    } catch (error) {
      refuse(error);
    }
    setBusy(false);
  };
  const refresh = (): Promise<void> =>
    act(async () => {
      const started = await service.refresh(suite!);
      setJob(started);
      setJob(await service.follow(started.id, setJob));
    });

  return (
    <>
      <header class="top">
        <h1>posterity board</h1>
        <div class="top-tools">
          <a class="button" href="./">
            Studio
          </a>
          <KeyField getKey={getKey} setKey={setKey} onChange={() => setAttempt(attempt + 1)} />
          <button type="button" class="button" onClick={toggleTheme} aria-pressed={isDark}>
            Dark
          </button>
        </div>
      </header>
      <main>
        {refusal === undefined ? null : (
          <p class="message bad" role="alert">
            {refusal.message}
            {refusal.needsKey ? ' Give a key at the top of this page.' : ''}
          </p>
        )}
        {suite === undefined ? (
          <p class="quiet">
            {suites === undefined && refusal === undefined
              ? 'Asking the service …'
              : 'No suite is served here.'}
          </p>
        ) : (
          <div class={history === undefined ? 'board' : 'board with-unit'}>
            <section class="card" aria-label="Board">
              <header class="card-head">
                <h2>{suite}</h2>
                {(suites?.length ?? 0) > 1 ? (
                  <label>
                    suite{' '}
                    <select
                      value={suite}
                      onChange={({ currentTarget }) => {
                        setHistory(undefined);
                        setSuite(currentTarget.value);
                      }}
                    >
                      {suites!.map(({ name }) => (
                        <option key={name}>{name}</option>
                      ))}
                    </select>
                  </label>
                ) : null}
                <p class="quiet" role="status">
                  {page === undefined
                    ? '…'
                    : `${count(page.matching)} of ${count(page.total)} units: ${gates
                        .filter((gate) => (page.gates[gate] ?? 0) > 0)
                        .map((gate) => `${count(page.gates[gate]!)} ${gate}`)
                        .join(', ')}`}
                </p>
                <button
                  type="button"
                  class="button"
                  id="refresh"
                  disabled={isBusy}
                  onClick={() => void refresh()}
                >
                  Refresh the suite
                </button>
                {job === undefined ? null : (
                  <span class="quiet" role="status" id="job">
                    {jobText(job)}
                  </span>
                )}
              </header>
              <Filters
                query={query}
                onChange={(change) => setQuery((before) => ({ ...before, ...change }))}
              />
              <UnitTable
                matching={page?.matching ?? 0}
                rows={(from, to) => units.rows(from, to)}
                query={query}
                chosen={history?.board.id}
                onChoose={(id) => void choose(id)}
                onSort={(sort) =>
                  setQuery({ ...query, sort, isDescending: sort === query.sort && !query.isDescending })
                }
              />
            </section>
            {history === undefined ? null : (
              <UnitPanel
                history={history}
                isBusy={isBusy}
                onClose={() => setHistory(undefined)}
                onPromote={(version) => void act(() => service.promote(suite, history.board.id, version))}
                onRollback={() => void act(() => service.rollback(suite, history.board.id))}
              />
            )}
          </div>
        )}
      </main>
    </>
  );
}

function jobText({ status, finished, message }: Job): string {
  const units = `${count(finished)} units looked at`;
  if (status === 'running') return `refreshing: ${units}`;
  return status === 'done' ? `refreshed: ${units}` : `${status}: ${message ?? units}`;
}

interface FiltersProps {
  readonly query: BoardQuery;
  readonly onChange: (change: Partial<BoardQuery>) => void;
}

function Filters({ query, onChange }: FiltersProps) {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  return (
    <div class="filters">
      <label>
        <span class="visually-hidden">Search units, rules and what to do</span>
        <input
          type="search"
          id="search"
          placeholder="Search"
          onInput={({ currentTarget: { value } }) => {
            clearTimeout(timer.current);
            timer.current = setTimeout(() => onChange({ search: value }), searchAfter);
          }}
        />
      </label>
      <nav class="tabs" aria-label="Which gate">
        {(['', ...gates] as const).map((gate) => (
          <button
            type="button"
            key={gate}
            class="tab"
            aria-pressed={gate === query.gate}
            onClick={() => onChange({ gate })}
          >
            {gate === '' ? 'all' : gate}
          </button>
        ))}
      </nav>
    </div>
  );
}

interface KeyFieldProps {
  readonly getKey: () => string;
  readonly setKey: (key: string) => void;
  readonly onChange: () => void;
}

function KeyField({ getKey, setKey, onChange }: KeyFieldProps) {
  const told = useRef(getKey());
  const tell = (): void => {
    told.current = getKey();
    onChange();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        tell();
      }}
    >
      <label>
        <span class="visually-hidden">API key</span>
        <input
          type="password"
          id="key"
          autocomplete="off"
          placeholder="API key"
          value={getKey()}
          onInput={({ currentTarget }) => setKey(currentTarget.value.trim())}
          // Leaving the field with the key that is in use asks for nothing anew: the row that is clicked would be gone.
          onBlur={() => {
            if (told.current !== getKey()) tell();
          }}
        />
      </label>
    </form>
  );
}
