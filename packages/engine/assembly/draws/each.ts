// A kernel's function at draw after draw. Columns are lists of three words: where the numbers of all draws lie, their place in
// the position or the output, and how many of them belong to a draw.
import { run } from './kernel';

const word: usize = 4;
const columnBytes: usize = 3 * word;

/** Runs at `count` draws: position by position from the columns that are given, each output into the columns that are kept. */
export function each(
  count: i32,
  given: usize,
  givenCount: i32,
  kept: usize,
  keptCount: i32,
  position: usize,
  output: usize,
): void {
  for (let draw = 0; draw < count; draw++) {
    for (let k = 0; k < givenCount; k++) {
      const column = given + <usize>k * columnBytes;
      move(position + placeOf(column), numbersOf(column, draw), lengthOf(column));
    }
    run(position, output);
    for (let k = 0; k < keptCount; k++) {
      const column = kept + <usize>k * columnBytes;
      move(numbersOf(column, draw), output + placeOf(column), lengthOf(column));
    }
  }
}

function move(to: usize, from: usize, length: i32): void {
  const bytes = (<usize>length) << 3;
  for (let o: usize = 0; o < bytes; o += 8) store<f64>(to + o, load<f64>(from + o));
}

function numbersOf(column: usize, draw: i32): usize {
  return load<usize>(column) + ((<usize>(draw * lengthOf(column))) << 3);
}

function placeOf(column: usize): usize {
  return (<usize>load<i32>(column, word)) << 3;
}

function lengthOf(column: usize): i32 {
  return load<i32>(column, 2 * word);
}
