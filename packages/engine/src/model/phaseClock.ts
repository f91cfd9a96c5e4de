/** Where the wall time of a fit goes: every moment belongs to one phase, so that the phases add up to the whole. */

const phases = ['preparation', 'compile', 'planning', 'warmup', 'sampling'] as const;

/**
 * - preparation: rows checked, transformed and reduced;
 * - compile: expressions made into WebAssembly, and that instantiated with its data, for whatever use;
 * - planning: whether populations are centred, the search for the mode, and chains that were thrown away;
 * - warmup and sampling: the chains, and their draws brought to the variables' own scales. Chains that run side by side
 *   share the time that passes as their own clocks say.
 */
export type Phase = (typeof phases)[number];

/** Seconds of wall time by phase, and in all. */
export type PhaseSeconds = Readonly<Record<Phase | 'total', number>>;

export interface PhaseClock {
  /** Counts what follows to a phase; returns the one before. */
  enter(phase: Phase): Phase;
  /** Counts what the work takes to a phase, and what follows to the one before. */
  during<T>(phase: Phase, work: () => T): T;
  /** Counts seconds that have passed in this phase to others instead. */
  move(seconds: Partial<Record<Phase, number>>): void;
  read(): PhaseSeconds;
}

/** A clock that stands in `preparation`. @param now milliseconds since some moment */
export function phaseClock(now: () => number = () => performance.now()): PhaseClock {
  const spent: Record<Phase, number> = { preparation: 0, compile: 0, planning: 0, warmup: 0, sampling: 0 };
  let phase: Phase = 'preparation';
  let since = now();
  const enter = (next: Phase): Phase => {
    const [before, at] = [phase, now()];
    spent[before] += (at - since) / 1000;
    since = at;
    phase = next;
    return before;
  };
  return {
    enter,
    during(next, work) {
      const before = enter(next);
      try {
        return work();
      } finally {
        enter(before);
      }
    },
    move(seconds) {
      enter(phase);
      for (const to of phases) {
        const moved = seconds[to] ?? 0;
        spent[phase] -= moved;
        spent[to] += moved;
      }
    },
    read() {
      enter(phase);
      return { ...spent, total: phases.reduce((total, it) => total + spent[it], 0) };
    },
  };
}
