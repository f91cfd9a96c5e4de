/** How many transitions to make between two looks at the clock. */

/** Milliseconds a block of transitions aims at. */
const blockMilliseconds = 10;

/** Sizes of block after block: doubled while blocks are short, halved when they are long. */
export function blockSizes(now: () => number, first = 16): { next: () => number } {
  let size = first;
  let begin: number | undefined;
  return {
    next: () => {
      const time = now();
      if (begin !== undefined) {
        size = time - begin < blockMilliseconds / 2 ? Math.min(4096, size * 2) : Math.max(1, size >> 1);
      }
      begin = time;
      return size;
    },
  };
}
