/** A vector's running sum, from its first entry on or back from its last. */
import { emitStatements, type Scope } from './low/emit.ts';
import type { FunctionWriter } from './low/encoder.ts';
import * as low from './low/low.ts';
import { opcode } from './low/opcodes.ts';
import { pushBytes } from './places.ts';

interface RunningSum {
  readonly isBackwards: boolean;
  /** Locals with the addresses of the vector and of its sums. */
  readonly source: number;
  readonly target: number;
  /** Local with the number of entries. */
  readonly size: number;
}

export function emitRunningSum(writer: FunctionWriter, scope: Scope, sum: RunningSum): void {
  const { isBackwards, source, target, size } = sum;
  const [index, total] = [writer.local('i32'), writer.local('f64')];
  writer.f64Const(0);
  writer.localSet(total);
  if (isBackwards) pushBytes(writer, size);
  else writer.i32Const(0);
  writer.localSet(index);
  const step = (by: number): void => {
    writer.localGet(index);
    writer.i32Const(by);
    writer.op(opcode.i32Add);
    writer.localSet(index);
  };
  writer.block();
  writer.localGet(size);
  writer.op(opcode.i32Eqz);
  writer.brIf(0);
  writer.loop();
  if (isBackwards) step(-8);
  emitStatements(
    writer,
    [
      { kind: 'accumulate', local: total, value: low.load(source, index) },
      { kind: 'store', address: target, byteIndex: index, value: low.local(total) },
    ],
    'scalar',
    scope,
  );
  if (!isBackwards) step(8);
  writer.localGet(index);
  if (!isBackwards) {
    pushBytes(writer, size);
    writer.op(0x49); // i32.lt_u
  }
  writer.brIf(0);
  writer.end();
  writer.end();
}
