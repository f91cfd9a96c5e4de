// Work in parallel on a sequence, its results in order.

/** Hands out the items of a sequence, one at a time to whoever asks, and no more than `ahead` beyond what was consumed. */
export interface Handout<Item, Result> {
  /** The next items, `count` at most; none when there are no more. */
  take(count: number): Promise<{ readonly index: number; readonly item: Item }[]>;
  give(index: number, result: Result): void;
  /** Ends the sequence: what was taken may still be given. With an error, `results` throws it. */
  end(error?: { readonly cause: unknown }): void;
  /** The results in order, until every item of the sequence has one. */
  results(): AsyncGenerator<Result, void, undefined>;
}

export function handout<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  ahead: number,
): Handout<Item, Result> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const ready = new Map<number, Result>();
  let [taken, consumed] = [0, 0];
  let isEnded = false;
  let failure: { readonly cause: unknown } | undefined;
  let waiting: (() => void)[] = [];
  const change = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  const changed = (): void => {
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  };
  const end: Handout<Item, Result>['end'] = (error) => {
    isEnded = true;
    failure ??= error;
    changed();
  };
  const pull = async (count: number) => {
    const batch: { index: number; item: Item }[] = [];
    while (batch.length < count) {
      // Where some have been taken, they are not held back for more.
      if (taken - consumed >= ahead && batch.length > 0) break;
      while (taken - consumed >= ahead && !isEnded) await change();
      if (isEnded) break;
      const next = await source.next();
      if (next.done === true) end();
      else batch.push({ index: taken++, item: next.value });
    }
    return batch;
  };
  // Whoever asks waits for those before: a sequence has one next item.
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(count) {
      const batch = last.then(() => pull(count));
      last = batch.catch(() => undefined);
      return batch;
    },
    give(index, result) {
      ready.set(index, result);
      changed();
    },
    end,
    async *results() {
      for (;;) {
        if (failure !== undefined) throw failure.cause;
        const result = ready.get(consumed);
        if (result !== undefined) {
          ready.delete(consumed++);
          changed();
          yield result;
        } else if (isEnded && consumed === taken) return;
        else await change();
      }
    },
  };
}
