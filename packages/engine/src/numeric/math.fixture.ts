/** The language's functions in SIMD lanes, and how far a value is from the exact one. */
import { emitStatements, prepareConstants, Scope } from '../compiler/low/emit.ts';
import { ModuleBuilder } from '../compiler/low/encoder.ts';
import { load } from '../compiler/low/low.ts';
import { lowMath } from '../compiler/low/math/index.ts';

function ulpOf(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  const next = view.getFloat64(0);
  return next === Number.POSITIVE_INFINITY ? 2 ** 971 : next - Math.abs(value);
}

/** Reference rows are made by bench/math-reference.py with mpmath: […arguments, value, rest in ulp of value]. */
export function errorInUlps(name: string, row: readonly number[], got: number): number {
  const args = row.slice(0, -2);
  const [value, rest] = row.slice(-2);
  const unit = ulpOf(value);
  const scale = name === 'logaddexp' ? Math.max(unit, ...args.map(ulpOf)) : unit;
  return (Math.abs((got - value) / unit - rest) * unit) / scale;
}

/** A loop over rows of two columns at byte 0 and 8n that writes the function's value at 16n. */
export function vectorKernel(
  name: string,
  isFused = false,
): (x: Float64Array, y: Float64Array) => Float64Array {
  const builder = new ModuleBuilder({ isFused });
  builder.importMemory('env', 'memory', { min: 1 });
  builder.addFunction({
    params: ['i32', 'i32', 'i32', 'i32'], // x, y, out, bytes
    results: [],
    export: 'run',
    body: (writer) => {
      const index = writer.local('i32');
      const define = lowMath[name];
      const columns = [load(0, index), load(1, index)].slice(0, define.length);
      const statements = [
        { kind: 'store', address: 2, byteIndex: index, value: define(...columns) },
      ] as const;
      const scope = new Scope(writer);
      prepareConstants(statements, writer, scope);
      writer.loop();
      emitStatements(writer, statements, 'vector', scope);
      writer.localGet(index);
      writer.i32Const(16);
      writer.op(0x6a);
      writer.localTee(index);
      writer.localGet(3);
      writer.op(0x49);
      writer.brIf(0);
      writer.end();
    },
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(builder.toBytes()), { env: { memory } });
  const run = instance.exports['run'] as (x: number, y: number, out: number, bytes: number) => void;
  return (x, y) => {
    const bytes = 8 * x.length;
    new Float64Array(memory.buffer, 0).set(x);
    new Float64Array(memory.buffer, bytes).set(y);
    run(0, bytes, 2 * bytes, bytes);
    return new Float64Array(memory.buffer.slice(2 * bytes, 3 * bytes));
  };
}
