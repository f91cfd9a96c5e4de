// The units of a board, fetched a page at a time as they come into sight.
import type { BoardPage, BoardUnit } from './service.ts';

export const pageSize = 100;

export interface PagedUnits {
  /** Units at rows from … to, undefined where they have not come yet; asks for the missing pages. */
  rows(from: number, to: number): readonly (BoardUnit | undefined)[];
  /** Forgets what was fetched. */
  clear(): void;
}

/**
 * @param fetchPage asks the service
 * @param onArrival called when a page has come, or could not
 */
export function pagedUnits(
  fetchPage: (offset: number, limit: number) => Promise<BoardPage>,
  onArrival: (page: BoardPage | undefined, error?: Error) => void,
): PagedUnits {
  const pages = new Map<number, readonly BoardUnit[] | 'coming'>();
  let generation = 0;
  const ask = (page: number): void => {
    const asked = generation;
    pages.set(page, 'coming');
    fetchPage(page * pageSize, pageSize).then(
      (answer) => {
        if (asked !== generation) return;
        pages.set(page, answer.units);
        onArrival(answer);
      },
      (error: Error) => {
        if (asked !== generation) return;
        pages.delete(page);
        onArrival(undefined, error);
      },
    );
  };
  return {
    rows(from, to) {
      for (
        let page = Math.floor(from / pageSize);
        page <= Math.floor(Math.max(from, to - 1) / pageSize);
        page++
      )
        if (!pages.has(page)) ask(page);
      return Array.from({ length: Math.max(0, to - from) }, (_, i) => {
        const page = pages.get(Math.floor((from + i) / pageSize));
        return page === undefined || page === 'coming' ? undefined : page[(from + i) % pageSize];
      });
    },
    clear() {
      generation++;
      pages.clear();
    },
  };
}
