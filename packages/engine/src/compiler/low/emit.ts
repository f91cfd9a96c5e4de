/** Emits statements over Low values as WebAssembly, each distinct value once. */
import type { FunctionWriter, ValueType } from './encoder.ts';
import { fuseProducts, isOwnProduct } from './fuse.ts';
import { instructions } from './instructions.ts';
import type { Low } from './low.ts';
import { type Mode, Numbering, type Value, type ValueOp } from './numbering.ts';
import { opcode, simd } from './opcodes.ts';
import { hoistKey, Scope } from './scope.ts';

export type { Mode };
export { Scope };

/**
 * Statements run in order; reads of a local see assignments of earlier statements.
 * Loads must not read memory that a statement of the same list writes.
 */
export type Statement =
  | { readonly kind: 'set'; readonly local: number; readonly value: Low }
  /** local += value */
  | { readonly kind: 'accumulate'; readonly local: number; readonly value: Low }
  /** memory[address + byteIndex + offset] = value, in vector mode for two rows */
  | {
      readonly kind: 'store';
      readonly address: number;
      readonly byteIndex?: number;
      readonly offset?: number;
      readonly value: Low;
    }
  /** memory[address + 8 × index[row]] += value, lane 0 then lane 1; Int32 indices at indexAddress + byteIndex / 2 */
  | {
      readonly kind: 'scatterAdd';
      readonly address: number;
      readonly indexAddress: number;
      readonly byteIndex: number;
      /** Rows ahead of byteIndex. */
      readonly ahead?: number;
      readonly value: Low;
    };

/** Before a vector loop: puts constants, splats and loadScalars of its statements into v128 locals. */
export function prepareConstants(
  statements: readonly Statement[],
  writer: FunctionWriter,
  scope: Scope,
): void {
  walk(statements, (low) => {
    const key = hoistKey(low);
    if (key === undefined || scope.hoisted.has(key)) return;
    emitInvariant(writer, low);
    const held = writer.local('v128');
    writer.localSet(held);
    scope.hoisted.set(key, held);
  });
}

/** Emits the statements in order; in vector mode each value stands for this row and the next. */
export function emitStatements(
  writer: FunctionWriter,
  statements: readonly Statement[],
  mode: Mode,
  scope: Scope,
): void {
  const numbering = new Numbering(mode);
  const reads = new Set<number>();
  walk(statements, (low) => {
    if (low.op === 'local') reads.add(low.target);
  });
  numbering.declareReads(reads);
  const roots = statements.map((statement) => {
    const root = numbering.of(statement.value);
    numbering.values[root].uses++;
    if (statement.kind === 'set' || statement.kind === 'accumulate') numbering.assigned(statement.local);
    return root;
  });
  if (writer.isFused && mode === 'vector') fuseProducts(numbering.values);
  const emitter = new Emitter(writer, numbering.values, mode, scope);
  statements.forEach((statement, i) => {
    emitter.statement(statement, roots[i]);
  });
}

function walk(statements: readonly Statement[], visit: (low: Low) => void): void {
  const seen = new Set<Low>();
  const stack: Low[] = [];
  for (const { value } of statements) {
    stack.push(value);
    for (let low = stack.pop(); low !== undefined; low = stack.pop()) {
      if (seen.has(low)) continue;
      seen.add(low);
      visit(low);
      for (const argument of low.args) if (!seen.has(argument)) stack.push(argument);
    }
  }
}

/** A constant, splat or loadScalar in both lanes. */
function emitInvariant(writer: FunctionWriter, low: Low): void {
  if (low.op === 'constant') {
    writer.v128Const(low.low, low.high);
  } else if (low.op === 'splat') {
    writer.localGet(low.target);
    writer.simd(simd.f64x2Splat);
  } else {
    writer.localGet(low.target);
    writer.simdMemory(simd.v128Load64Splat, low.offset);
  }
}

class Emitter {
  readonly #writer: FunctionWriter;
  readonly #values: readonly Value[];
  readonly #mode: Mode;
  readonly #scope: Scope;
  /** Work still to do: value index to read, or its complement to finish. */
  readonly #work: number[] = [];

  constructor(writer: FunctionWriter, values: readonly Value[], mode: Mode, scope: Scope) {
    this.#writer = writer;
    this.#values = values;
    this.#mode = mode;
    this.#scope = scope;
  }

  statement(statement: Statement, root: number): void {
    const writer = this.#writer;
    switch (statement.kind) {
      case 'set':
        this.#read(root);
        writer.localSet(statement.local);
        return;
      case 'accumulate':
        this.#accumulate(statement.local, root);
        return;
      case 'store':
        this.#address(statement.address, statement.byteIndex ?? -1);
        this.#read(root);
        if (this.#mode === 'vector') writer.v128Store(statement.offset ?? 0);
        else writer.f64Store(statement.offset ?? 0);
        return;
      case 'scatterAdd':
        this.#scatterAdd(statement, root);
    }
  }

  #accumulate(local: number, root: number): void {
    const writer = this.#writer;
    const value = this.#values[root];
    if (writer.isFused && this.#mode === 'vector' && value.held < 0 && isOwnProduct(value)) {
      for (const factor of value.args) this.#read(factor);
      writer.localGet(local);
      this.#instruction('multiplyAdd');
    } else {
      writer.localGet(local);
      this.#read(root);
      this.#instruction('add');
    }
    writer.localSet(local);
  }

  #scatterAdd(statement: Statement & { kind: 'scatterAdd' }, root: number): void {
    const writer = this.#writer;
    const isVector = this.#mode === 'vector';
    this.#read(root);
    const value = this.#scope.take(isVector ? 'v128' : 'f64');
    const place = this.#scope.take('i32');
    writer.localSet(value);
    for (const lane of isVector ? ([0, 1] as const) : ([0] as const)) {
      this.#indexed(
        statement.address,
        statement.indexAddress,
        statement.byteIndex,
        (statement.ahead ?? 0) + lane,
      );
      writer.localTee(place);
      writer.localGet(place);
      writer.f64Load();
      writer.localGet(value);
      if (isVector) writer.extractLane(lane);
      writer.op(opcode.f64Add);
      writer.f64Store();
    }
    this.#scope.release(value);
    this.#scope.release(place);
  }

  /** Pushes the value on the wasm stack, computing it at its first read and keeping it if it is read again. */
  #read(root: number): void {
    const work = this.#work;
    work.push(root);
    while (work.length > 0) {
      const next = work.pop()!;
      if (next < 0) {
        this.#finish(this.#values[~next]);
        continue;
      }
      const value = this.#values[next];
      if (value.held >= 0) {
        this.#writer.localGet(value.held);
        this.#used(value);
      } else if (this.#isLeaf(value)) {
        this.#leaf(value);
      } else {
        work.push(~next);
        for (let i = value.args.length - 1; i >= 0; i--) work.push(value.args[i]);
      }
    }
  }

  #used(value: Value): void {
    value.uses--;
    if (value.uses > 0) return;
    this.#scope.release(value.held);
    value.held = -1;
  }

  #isLeaf(value: Value): boolean {
    return (
      value.op === 'constant' || value.op === 'local' || value.op === 'splat' || this.#hoisted(value) >= 0
    );
  }

  #hoisted(value: Value): number {
    if (this.#mode === 'scalar') return -1;
    const key = hoistKey(value.source);
    return key === undefined ? -1 : (this.#scope.hoisted.get(key) ?? -1);
  }

  #leaf(value: Value): void {
    const writer = this.#writer;
    const { source } = value;
    if (value.op === 'local') {
      writer.localGet(source.target);
      return;
    }
    if (this.#mode === 'vector') {
      const held = this.#hoisted(value);
      if (held >= 0) writer.localGet(held);
      else emitInvariant(writer, source);
      return;
    }
    if (value.op === 'splat') writer.localGet(source.target);
    else if (value.type === 'f64') writer.f64ConstBits(source.low, source.high);
    else if (value.type === 'i64') writer.i64Const(source.low, source.high);
    else writer.i32Const(source.low === 0 ? 0 : 1);
  }

  /** The arguments are on the wasm stack: emits the operation itself and keeps the result if it is read again. */
  #finish(value: Value): void {
    this.#operation(value);
    value.uses--;
    if (value.uses === 0) return;
    value.held = this.#scope.take(this.#wasmType(value));
    this.#writer.localTee(value.held);
  }

  #wasmType(value: Value): ValueType {
    if (this.#mode === 'vector') return 'v128';
    return value.type === 'mask' ? 'i32' : value.type;
  }

  #operation(value: Value): void {
    const writer = this.#writer;
    const { source } = value;
    const isVector = this.#mode === 'vector';
    switch (value.op) {
      case 'ishl':
      case 'ishrU':
        if (isVector) writer.i32Const(source.low);
        else writer.i64Const(source.low, 0);
        this.#instruction(value.op);
        return;
      case 'bitsOf':
        if (!isVector) writer.op(opcode.i64ReinterpretF64);
        return;
      case 'fromBits':
        if (!isVector) writer.op(opcode.f64ReinterpretI64);
        return;
      case 'load':
        this.#address(source.target, source.byteIndex);
        if (isVector) writer.v128Load(source.offset);
        else writer.f64Load(source.offset);
        return;
      case 'loadScalar':
        if (isVector) {
          emitInvariant(writer, source);
        } else {
          writer.localGet(source.target);
          writer.f64Load(source.offset);
        }
        return;
      case 'gather':
        this.#gather(source);
        return;
      case 'call':
        this.#call(value);
        return;
      case 'keepLanes':
        this.#keepLanes(value);
        return;
      default:
        this.#instruction(value.op);
    }
  }

  #instruction(op: ValueOp): void {
    const pair = instructions[op];
    if (pair === undefined) throw new Error(`No instruction for ${op}; please report this.`);
    if (this.#mode === 'vector') this.#writer.simd(pair[1]);
    else this.#writer.op(pair[0]);
  }

  #keepLanes(value: Value): void {
    if (this.#mode === 'vector') {
      this.#writer.simd(simd.v128And);
      return;
    }
    const mask = this.#scope.take('i32');
    this.#writer.localSet(mask);
    if (value.type === 'f64') this.#writer.f64Const(0);
    else if (value.type === 'i64') this.#writer.i64Const(0, 0);
    else this.#writer.i32Const(0);
    this.#writer.localGet(mask);
    this.#writer.op(opcode.select);
    this.#scope.release(mask);
  }

  #gather(source: Low): void {
    const writer = this.#writer;
    if (this.#mode === 'scalar') {
      this.#indexed(source.target, source.indices, source.byteIndex, source.ahead);
      writer.f64Load(source.offset);
      return;
    }
    this.#indexed(source.target, source.indices, source.byteIndex, source.ahead + 1);
    this.#indexed(source.target, source.indices, source.byteIndex, source.ahead);
    writer.simdMemory(simd.v128Load64Zero, source.offset);
    writer.simdMemory(simd.v128Load64Lane, source.offset);
    writer.code.byte(1);
  }

  #call(value: Value): void {
    const writer = this.#writer;
    const { target } = value.source;
    if (this.#mode === 'scalar') {
      writer.call(target);
      return;
    }
    const held = value.args.map(() => this.#scope.take('v128'));
    for (let i = held.length - 1; i >= 0; i--) writer.localSet(held[i]);
    for (const lane of [0, 1] as const) {
      for (const argument of held) {
        writer.localGet(argument);
        writer.extractLane(lane);
      }
      writer.call(target);
      if (lane === 0) writer.simd(simd.f64x2Splat);
      else writer.replaceLane(1);
    }
    for (const argument of held) this.#scope.release(argument);
  }

  #address(base: number, byteIndex: number): void {
    this.#writer.localGet(base);
    if (byteIndex < 0) return;
    this.#writer.localGet(byteIndex);
    this.#writer.op(opcode.i32Add);
  }

  /** base + 8 × index[row + ahead] */
  #indexed(base: number, indices: number, byteIndex: number, ahead: number): void {
    const writer = this.#writer;
    writer.localGet(indices);
    writer.localGet(byteIndex);
    writer.i32Const(1);
    writer.op(opcode.i32ShrU);
    writer.op(opcode.i32Add);
    writer.i32Load(4 * ahead);
    writer.i32Const(3);
    writer.op(opcode.i32Shl);
    writer.localGet(base);
    writer.op(opcode.i32Add);
  }
}
