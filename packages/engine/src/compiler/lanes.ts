/** Sums kept in the lanes of a vector until the loop is over. */
import type { FunctionWriter } from './low/encoder.ts';
import { opcode } from './low/opcodes.ts';

/** A local of two lanes, both 0. */
export function newAccumulator(writer: FunctionWriter): number {
  const place = writer.local('v128');
  writer.v128Const(0, 0);
  writer.localSet(place);
  return place;
}

/** Leaves the sum of both lanes on the stack. */
export function pushLanesTotal(writer: FunctionWriter, total: number): void {
  writer.localGet(total);
  writer.extractLane(0);
  writer.localGet(total);
  writer.extractLane(1);
  writer.op(opcode.f64Add);
}
