import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp as scalarExp } from '../../numeric/math.ts';
import { emitStatements, type Mode, prepareConstants, Scope, type Statement } from './emit.ts';
import { ModuleBuilder } from './encoder.ts';
import * as low from './low.ts';
import { exp } from './math/exp.ts';
import { opcode, simd } from './opcodes.ts';
import { unroll } from './unroll.ts';

const { add, call, constant, gather, keepLanes, load, loadScalar, local, lt, mul, select, splat, sub } = low;

/** Locals of every kernel here: parameters, the row's byte index and accumulators of either mode. */
const column = 0;
const indices = 1;
const out = 2;
const bytes = 3;
const scale = 4;
const byteIndex = 5;
const total = 6;
const tail = 7;

interface Kernel {
  readonly memory: Float64Array;
  readonly integers: Int32Array;
  /** Byte addresses of columns; `scale` is a scalar argument; returns the accumulator's lanes added. */
  readonly run: (column: number, indices: number, out: number, bytes: number, scale: number) => number;
}

/** A loop over rows; in vector mode `tail` masks the lanes beyond the last row. */
function kernel(mode: Mode, statements: readonly Statement[], steps = 1): Kernel {
  const builder = new ModuleBuilder();
  builder.importMemory('env', 'memory', { min: 1 });
  const triple = builder.importFunction('env', 'triple', ['f64'], ['f64']);
  expect(triple).toBe(0);
  builder.addFunction({
    params: ['i32', 'i32', 'i32', 'i32', 'f64'],
    results: ['f64'],
    export: 'run',
    body: (writer) => {
      const isVector = mode === 'vector';
      writer.local('i32');
      writer.local(isVector ? 'v128' : 'f64');
      writer.local(isVector ? 'v128' : 'i32');
      const scope = new Scope(writer);
      if (isVector) prepareConstants(statements, writer, scope);
      writer.loop();
      if (isVector) {
        // all ones while byteIndex + 8 < bytes, else only lane 0
        writer.v128ConstLanes(-1, -1, -1, -1);
        writer.v128ConstLanes(-1, -1, 0, 0);
        writer.localGet(byteIndex);
        writer.i32Const(8);
        writer.op(opcode.i32Add);
        writer.localGet(bytes);
        writer.op(opcode.i32LtU);
        writer.op(opcode.select + 1);
        writer.code.unsigned(1);
        writer.code.byte(0x7b);
      } else {
        writer.i32Const(1);
      }
      writer.localSet(tail);
      emitStatements(writer, statements, mode, scope);
      writer.localGet(byteIndex);
      writer.i32Const((isVector ? 16 : 8) * steps);
      writer.op(opcode.i32Add);
      writer.localTee(byteIndex);
      writer.localGet(bytes);
      writer.op(opcode.i32LtU);
      writer.brIf(0);
      writer.end();
      writer.localGet(total);
      if (!isVector) return;
      writer.extractLane(0);
      writer.localGet(total);
      writer.extractLane(1);
      writer.op(opcode.f64Add);
    },
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(builder.toBytes()), {
    env: { memory, triple: (x: number) => 3 * x },
  });
  return {
    memory: new Float64Array(memory.buffer),
    integers: new Int32Array(memory.buffer),
    run: instance.exports['run'] as Kernel['run'],
  };
}

const modes: readonly Mode[] = ['scalar', 'vector'];

describe.each(modes)('A %s kernel', (mode) => {
  test('sums exp over a column with an odd number of rows', () => {
    const value = keepLanes(exp(load(column, byteIndex)), tail);
    const { memory, run } = kernel(mode, [{ kind: 'accumulate', local: total, value }]);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (x) => {
          memory.fill(Number.NaN);
          memory.set(x, 2);
          const sum = x.reduce((all, one) => all + scalarExp(one), 0);
          expect(Math.abs(run(16, 0, 0, 8 * x.length, 0) / sum - 1)).toBeLessThan(1e-14);
        },
      ),
      { seed: 1 },
    );
  });

  test('gathers by row index, scatters back, stores and calls', () => {
    const group = gather(column, indices, byteIndex);
    const { memory, integers, run } = kernel(mode, [
      { kind: 'store', address: out, byteIndex, offset: 64, value: call(0, [add(group, splat(scale))]) },
      {
        kind: 'scatterAdd',
        address: out,
        indexAddress: indices,
        byteIndex,
        value: mul(group, loadScalar(column, 8)),
      },
      { kind: 'accumulate', local: total, value: group },
    ]);
    memory.set([10, 20, 30], 0);
    integers.set([2, 0, 2, 1], 20);
    expect(run(0, 80, 400, 32, 0.5)).toBe(90);
    expect([...memory.subarray(58, 62)]).toEqual([91.5, 31.5, 91.5, 61.5]);
    expect([...memory.subarray(50, 53)]).toEqual([200, 400, 1200]);
  });

  test('unrolled runs the rows that several steps would', () => {
    const step = mode === 'vector' ? 2 : 1;
    const group = gather(column, indices, byteIndex);
    const value = mul(group, load(column, byteIndex));
    const statements: Statement[] = [
      { kind: 'store', address: out, byteIndex, value: add(value, local(total)) },
      { kind: 'scatterAdd', address: out, indexAddress: indices, byteIndex, value: group },
      { kind: 'accumulate', local: total, value },
    ];
    const plain = kernel(mode, statements);
    const unrolled = kernel(mode, unroll(statements, 2, step), 2);
    for (const { memory, integers } of [plain, unrolled]) {
      memory.set([10, 20, 30, 40], 0);
      integers.set([2, 0, 2, 1], 20);
    }
    const rows = 2 * step;
    const expected = plain.run(0, 80, 400, 8 * rows, 0);
    expect(unrolled.run(0, 80, 400, 8 * rows, 0)).toBe(expected);
    expect(expected).toBe(rows === 4 ? 300 + 200 + 900 + 800 : 300 + 200);
    expect(unrolled.memory).toEqual(plain.memory);
  });

  test('reads a local after an earlier statement has set it', () => {
    const before = mul(local(total), constant(2));
    const { run } = kernel(mode, [
      { kind: 'set', local: total, value: add(before, constant(1)) },
      { kind: 'set', local: total, value: add(before, constant(1)) },
      { kind: 'set', local: total, value: keepLanes(sub(before, constant(1)), tail) },
    ]);
    // per lane 0 → 1 → 3 → 5; one row, so only lane 0 is kept
    expect(run(0, 0, 0, 8, 0)).toBe(5);
  });

  test('keeps signed zeros, NaN and both directions of pmin, pmax and copysign', () => {
    const x = load(column, byteIndex);
    const store = (offset: number, value: low.Low): Statement => ({
      kind: 'store',
      address: out,
      byteIndex,
      offset,
      value,
    });
    const { memory, run } = kernel(mode, [
      store(0, low.pmin(x, constant(1))),
      store(64, low.pmax(x, constant(1))),
      store(128, low.copysign(constant(3), x)),
      store(192, select(lt(x, constant(0)), low.neg(x), x)),
      store(256, low.fromInteger(low.toInteger(x))),
    ]);
    memory.set([-0, Number.NaN, 2.5, -3.5], 0);
    run(0, 0, 80, 32, 0);
    const row = (offset: number) => [...memory.subarray(10 + offset / 8, 14 + offset / 8)];
    expect(row(0)).toEqual([-0, Number.NaN, 1, -3.5]);
    expect(row(64)).toEqual([1, Number.NaN, 2.5, 1]);
    expect(row(128).slice(2)).toEqual([3, -3]);
    expect(row(128)[0]).toBe(-3);
    expect(row(192)).toEqual([-0, Number.NaN, 2.5, 3.5]);
    expect(row(256).slice(2)).toEqual([2, -4]);
  });

  test('emits a shared value once, and graphs 20 000 deep', () => {
    let shared = load(column, byteIndex);
    for (let i = 0; i < 20; i++) shared = add(shared, shared);
    let deep = shared;
    for (let i = 0; i < 20_000; i++) deep = i % 2 ? sub(deep, constant(1)) : sub(constant(1), deep);
    const { memory, run } = kernel(mode, [
      { kind: 'accumulate', local: total, value: keepLanes(deep, tail) },
    ]);
    memory.set([1]);
    // a pair of steps maps v to −v
    expect(run(0, 0, 0, 8, 0)).toBe(2 ** 20);
  });
});

describe('Encoding', () => {
  test('constants fold with the arithmetic of the target', () => {
    expect(low.numberOf(add(constant(0.1), constant(0.2)))).toBe(0.1 + 0.2);
    expect(low.numberOf(low.min(constant(0), constant(-0)))).toBe(-0);
    const x = local(0);
    expect(add(x, constant(-0))).toBe(x);
    expect(add(x, constant(0))).not.toBe(x);
    expect(mul(x, constant(1))).toBe(x);
  });

  test('integers of any size survive LEB128', () => {
    const values = [
      0n,
      1n,
      -1n,
      63n,
      64n,
      -64n,
      -65n,
      2n ** 31n,
      -(2n ** 31n),
      2n ** 62n,
      2n ** 63n - 1n,
      -(2n ** 63n),
    ];
    for (const value of values) {
      const builder = new ModuleBuilder();
      const node = low.iconst(value);
      const body = { params: [], results: ['i64'], export: 'get' } as const;
      builder.addFunction({ ...body, body: (writer) => writer.i64Const(node.low, node.high) });
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(builder.toBytes()));
      expect((exports['get'] as () => bigint)()).toBe(value);
    }
  });

  test('an import after a function is refused, because indices would move', () => {
    const builder = new ModuleBuilder();
    builder.addFunction({ params: [], results: [], body: () => {} });
    expect(() => builder.importFunction('env', 'late', [], [])).toThrow('Imports must precede functions');
  });

  test('constants leave the loop', () => {
    const value = mul(local(0), constant(7));
    const statements: Statement[] = [{ kind: 'set', local: 0, value }];
    const sizes = [false, true].map((isPrepared) => {
      let size = 0;
      new ModuleBuilder().addFunction({
        params: ['v128'],
        results: [],
        body: (writer) => {
          const scope = new Scope(writer);
          if (isPrepared) prepareConstants(statements, writer, scope);
          const before = writer.code.length;
          emitStatements(writer, statements, 'vector', scope);
          size = writer.code.length - before;
          expect(writer.code.written().slice(before).includes(simd.v128Const)).toBe(!isPrepared);
        },
      });
      return size;
    });
    expect(sizes[1]).toBeLessThan(sizes[0]);
  });
});
