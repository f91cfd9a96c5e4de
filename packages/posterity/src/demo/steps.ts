// The steps of a demo, each timed.
import { performance } from 'node:perf_hooks';

/** One line of the table at the end. */
export interface Step {
  readonly name: string;
  readonly milliseconds: number;
  readonly remark: string;
}

/** Does a step and remembers how long it took, with a remark made of its result. */
export type DoStep = <T>(
  name: string,
  work: () => Promise<T> | T,
  remark: (result: T) => string,
) => Promise<T>;

/** @param onStep called after each step */
export function stepsOf(onStep?: (step: Step) => void): {
  readonly steps: readonly Step[];
  readonly step: DoStep;
} {
  const steps: Step[] = [];
  return {
    steps,
    async step(name, work, remark) {
      const start = performance.now();
      const result = await work();
      const done: Step = { name, milliseconds: performance.now() - start, remark: remark(result) };
      steps.push(done);
      onStep?.(done);
      return result;
    },
  };
}
