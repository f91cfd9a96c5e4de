/** One function of a kernel: the steps of a schedule as WebAssembly. */

import { isElementwise } from '../expr/evaluate.ts';
import { type Domain, type Expr, isTruth, scalar } from '../expr/expr.ts';
import type { CompileContext, KernelFunction } from './kernelFunction.ts';
import { newAccumulator, pushLanesTotal } from './lanes.ts';
import { logProduct } from './logProduct.ts';
import { type BlockProduct, emitLoop, type LoopStatement } from './loop.ts';
import { emitStatements, Scope, type Statement } from './low/emit.ts';
import type { FunctionWriter } from './low/encoder.ts';
import type { Low } from './low/low.ts';
import * as low from './low/low.ts';
import { opcode } from './low/opcodes.ts';
import { asNumber, lowerElementwise } from './lower.ts';
import { blockRows, fewestColumns } from './matrixProduct.ts';
import { Places, pushBytes } from './places.ts';
import { preparedNumber } from './prepared.ts';
import { readAcrossSteps } from './readAcrossSteps.ts';
import { emitRunningSum } from './runningSum.ts';
import { type LoopStep, type Schedule, schedule, type WholeStep } from './schedule.ts';

const memoryCopy = [0xfc, 10, 0, 0];
const memoryFill = [0xfc, 11, 0];

/** Writes the body of a function whose parameters are local 0 (position) and local 1 (output). */
export function compileFunction(writer: FunctionWriter, spec: KernelFunction, context: CompileContext): void {
  new FunctionCompiler(writer, spec, context).run();
}

interface Lowering {
  readonly mode: 'scalar' | 'vector';
  readonly byteIndex: number;
  readonly position: number;
  readonly known: Map<Expr, Low>;
}

class FunctionCompiler {
  readonly #writer: FunctionWriter;
  readonly #spec: KernelFunction;
  readonly #context: CompileContext;
  readonly #plan: Schedule;
  readonly #scope: Scope;
  readonly #places: Places;
  /** f64 locals of scalars that later steps read. */
  readonly #scalars = new Map<Expr, number>();
  readonly #usedElsewhere: Set<Expr>;

  constructor(writer: FunctionWriter, spec: KernelFunction, context: CompileContext) {
    this.#writer = writer;
    this.#spec = spec;
    this.#context = context;
    this.#places = new Places(writer, context);
    this.#scope = new Scope(writer);
    const scalars = spec.outputs
      .filter((output) => output.expr.domain === scalar)
      .map((output) => output.expr);
    const vectors = spec.outputs
      .filter((output) => output.expr.domain !== scalar)
      .map((output) => output.expr);
    if (spec.result !== undefined) scalars.push(spec.result);
    for (const { expr } of context.prepared ?? []) (expr.domain === scalar ? scalars : vectors).push(expr);
    this.#plan = schedule(scalars, vectors);
    this.#usedElsewhere = readAcrossSteps(this.#plan, scalars);
  }

  run(): void {
    this.#ensurePrepared();
    for (const step of this.#plan.steps) {
      if (step.kind === 'scalars') this.#scalarStep(step.nodes);
      else if (step.kind === 'loop') this.#loop(step);
      else this.#whole(step);
    }
    this.#storeOutputs();
    this.#storePrepared();
    const { result } = this.#spec;
    const place = this.#scope.take('f64');
    const value =
      result === undefined ? low.constant(0) : asNumber(this.#read(result, this.#scalarLowering()));
    this.#emit([{ kind: 'set', local: place, value }], 'scalar');
    this.#writer.localGet(place);
  }

  /** Calls the preparing function where the data have not been prepared yet. */
  #ensurePrepared(): void {
    const { slots, contextGlobal, prepare } = this.#context;
    if (prepare === undefined) return;
    const writer = this.#writer;
    const flag = slots.offsetOf({ kind: 'isPrepared' });
    writer.globalGet(contextGlobal);
    writer.i32Load(flag);
    writer.op(opcode.i32Eqz);
    writer.if();
    writer.localGet(0);
    writer.localGet(1);
    writer.call(prepare);
    writer.op(opcode.drop);
    writer.globalGet(contextGlobal);
    writer.i32Const(1);
    writer.i32Store(flag);
    writer.end();
  }

  #storePrepared(): void {
    const lowering = this.#scalarLowering();
    const statements = [...this.#places.preparedSlots]
      .filter(([expr]) => expr.domain === scalar)
      .map(([expr, slot]): Statement => {
        return {
          kind: 'store',
          address: this.#places.address(slot),
          value: asNumber(this.#read(expr, lowering)),
        };
      });
    this.#emit(statements, 'scalar');
  }

  #emit(statements: readonly Statement[], mode: 'scalar' | 'vector'): void {
    emitStatements(this.#writer, statements, mode, this.#scope);
  }

  #scalarLowering(): Lowering {
    return { mode: 'scalar', byteIndex: -1, position: -1, known: new Map() };
  }

  #matrixColumns(matrix: string): readonly string[] {
    const columns = this.#context.matrices[matrix];
    if (columns === undefined) throw new Error(`no columns for ${matrix}; please report this`);
    return columns;
  }

  /** The value of a node as seen from a step: a leaf, something from an earlier step, or lowered already. */
  #read(node: Expr, lowering: Lowering): Low {
    const known = lowering.known.get(node);
    if (known !== undefined) return known;
    const value = this.#fetch(node, lowering);
    lowering.known.set(node, value);
    return value;
  }

  #fetch(node: Expr, lowering: Lowering): Low {
    if (node.op === 'const') return low.constant(node.value!);
    if (node.op === 'size') return this.#scalarLocal(this.#places.sizeLocal(node.name!), lowering);
    if (node.op === 'position') return low.local(lowering.position);
    if (node.domain === scalar) {
      if (node.op === 'parameter' || preparedNumber(node) !== undefined)
        return low.loadScalar(this.#places.memoryOf(node));
      const place = this.#scalars.get(node);
      if (place === undefined)
        throw new Error(`${node.op} ${node.name ?? ''} was not computed; please report this`);
      const value = this.#scalarLocal(place, lowering);
      return isTruth(node) ? low.ne(value, low.constant(0)) : value;
    }
    const value = low.load(this.#places.memoryOf(node), lowering.byteIndex);
    return isTruth(node) ? low.ne(value, low.constant(0)) : value;
  }

  #scalarLocal(place: number, lowering: Lowering): Low {
    return lowering.mode === 'vector' ? low.splat(place) : low.local(place);
  }

  #lower(node: Expr, lowering: Lowering): Low {
    if (isElementwise(node.op)) {
      const args = node.args.map((arg) => this.#read(arg, lowering));
      return lowerElementwise(node, args, this.#context.functionIndex);
    }
    switch (node.op) {
      case 'spread':
        return this.#read(node.args[0]!, lowering);
      case 'gather': {
        const index = this.#places.address({ kind: 'index', group: node.name!, domain: node.domain });
        return low.gather(this.#places.memoryOf(node.args[0]!), index, lowering.byteIndex);
      }
      case 'dot': {
        const source = this.#places.memoryOf(node.args[0]!);
        return this.#matrixColumns(node.name!)
          .map((name, k) => low.mul(this.#matrixColumn(name, lowering), low.loadScalar(source, 8 * k)))
          .reduce(low.add);
      }
      case 'shift':
        return low.load(this.#places.memoryOf(node.args[0]!, -8 * node.value!), lowering.byteIndex);
      case 'element':
        return low.loadScalar(this.#places.memoryOf(node.args[0]!), 8 * node.value!);
      default:
        throw new Error(`no code for ${node.op}; please report this`);
    }
  }

  #matrixColumn(name: string, lowering: Lowering): Low {
    return low.load(this.#places.address({ kind: 'column', name, domain: 'rows' }), lowering.byteIndex);
  }

  #scalarStep(nodes: readonly Expr[]): void {
    const lowering = this.#scalarLowering();
    const statements: Statement[] = [];
    for (const node of nodes) {
      const value = this.#lower(node, lowering);
      lowering.known.set(node, value);
      if (this.#usedElsewhere.has(node)) statements.push(this.#keep(node, value));
    }
    this.#emit(statements, 'scalar');
  }

  #keep(node: Expr, value: Low): Statement {
    const place = this.#writer.local('f64');
    this.#scalars.set(node, place);
    return { kind: 'set', local: place, value: asNumber(value) };
  }

  #loop(step: LoopStep): void {
    const writer = this.#writer;
    const size = this.#places.address({ kind: 'size', domain: step.domain });
    const byteIndex = writer.local('i32');
    const position = writer.local('v128');
    const lowering: Lowering = { mode: 'vector', byteIndex, position, known: new Map() };
    const statements: LoopStatement[] = [];
    const [products, transposed]: [BlockProduct[], BlockProduct[]] = [[], []];
    for (const node of step.nodes) {
      let value: Low;
      if (this.#isBlocked(node)) {
        const product = this.#blockProduct(node, this.#places.memoryOf(node.args[0]!));
        products.push(product);
        value = low.load(product.shifted, byteIndex);
      } else {
        value = this.#lower(node, lowering);
      }
      lowering.known.set(node, value);
      if (this.#plan.stored.has(node))
        statements.push({
          full: { kind: 'store', address: this.#places.scratch(node), byteIndex, value: asNumber(value) },
        });
    }
    const after: (() => void)[] = [];
    for (const node of step.reductions) {
      if (this.#isBlocked(node)) {
        const product = this.#blockProduct(node, this.#totals(node, after));
        transposed.push(product);
        const value = asNumber(this.#read(node.args[0]!, lowering));
        statements.push({ full: { kind: 'store', address: product.shifted, byteIndex, value } });
      } else {
        statements.push(...this.#reduction(node, lowering, after));
      }
    }
    const usesPosition = [...step.nodes, ...step.reductions].some((node) =>
      node.args.some((arg) => arg.op === 'position'),
    );
    emitLoop(writer, this.#scope, {
      size,
      byteIndex,
      ...(usesPosition ? { position } : {}),
      statements,
      products,
      transposed,
    });
    for (const finish of after) finish();
  }

  /** Whether a product is computed block by block rather than term by term. */
  #isBlocked(node: Expr): boolean {
    return (
      (node.op === 'dot' || node.op === 'dotTranspose') &&
      this.#matrixColumns(node.name!).length >= fewestColumns
    );
  }

  #blockProduct(node: Expr, vector: number): BlockProduct {
    const names = this.#matrixColumns(node.name!);
    const columns = names.length;
    return {
      columns,
      vector,
      matrix: this.#places.address({ kind: 'matrix', columns: names }),
      buffer: this.#places.address(this.#context.slots.block(8 * blockRows(columns))),
      shifted: this.#writer.local('i32'),
    };
  }

  /** Memory of a transposed product's totals, cleared before the loop and summed over the lanes after it. */
  #totals(node: Expr, after: (() => void)[]): number {
    const writer = this.#writer;
    const columns = this.#matrixColumns(node.name!).length;
    const totals = this.#places.address(this.#context.slots.block(16 * columns));
    const address = this.#places.scratch(node);
    writer.localGet(totals);
    writer.i32Const(0);
    writer.i32Const(16 * columns);
    for (const byte of memoryFill) writer.code.byte(byte);
    after.push(() => {
      for (let k = 0; k < columns; k++) {
        writer.localGet(address);
        for (const lane of [0, 8]) {
          writer.localGet(totals);
          writer.f64Load(16 * k + lane);
        }
        writer.op(opcode.f64Add);
        writer.f64Store(8 * k);
      }
    });
    return totals;
  }

  #reduction(node: Expr, lowering: Lowering, after: (() => void)[]): LoopStatement[] {
    const value = asNumber(this.#read(node.args[0]!, lowering));
    const writer = this.#writer;
    if (node.op === 'segmentSum') {
      const address = this.#places.scratch(node);
      this.#clear(address, node.domain);
      const indexAddress = this.#places.address({
        kind: 'index',
        group: node.name!,
        domain: node.args[0]!.domain,
      });
      return [{ full: { kind: 'scatterAdd', address, indexAddress, byteIndex: lowering.byteIndex, value } }];
    }
    if (node.op === 'sumLog') {
      const place = writer.local('f64');
      this.#scalars.set(node, place);
      const product = logProduct(writer, value);
      after.push(() => product.finish(this.#scope, place));
      return product.statements;
    }
    if (node.op === 'dotTranspose') {
      const address = this.#places.scratch(node);
      return this.#matrixColumns(node.name!).map((name, k) => {
        const total = newAccumulator(writer);
        after.push(() => {
          writer.localGet(address);
          pushLanesTotal(writer, total);
          writer.f64Store(8 * k);
        });
        const entry = low.mul(value, this.#matrixColumn(name, lowering));
        return { full: { kind: 'accumulate', local: total, value: entry } };
      });
    }
    const total = newAccumulator(writer);
    const place = writer.local('f64');
    this.#scalars.set(node, place);
    after.push(() => {
      pushLanesTotal(writer, total);
      writer.localSet(place);
    });
    return [{ full: { kind: 'accumulate', local: total, value } }];
  }

  #clear(address: number, domain: Domain): void {
    const size = this.#places.address({ kind: 'size', domain });
    this.#writer.localGet(address);
    this.#writer.i32Const(0);
    pushBytes(this.#writer, size);
    for (const byte of memoryFill) this.#writer.code.byte(byte);
  }

  #whole(step: WholeStep): void {
    const { node } = step;
    const writer = this.#writer;
    if (node.op === 'stack') {
      const address = this.#places.scratch(node);
      const lowering = this.#scalarLowering();
      const statements = node.args.map(
        (arg, k): Statement => ({
          kind: 'store',
          address,
          offset: 8 * k,
          value: asNumber(this.#read(arg, lowering)),
        }),
      );
      this.#emit(statements, 'scalar');
      return;
    }
    emitRunningSum(writer, this.#scope, {
      isBackwards: node.op === 'reverseCumsum',
      source: this.#places.memoryOf(node.args[0]!),
      target: this.#places.scratch(node),
      size: this.#places.address({ kind: 'size', domain: node.domain }),
    });
  }

  #storeOutputs(): void {
    const lowering = this.#scalarLowering();
    const statements: Statement[] = [];
    for (const { name, expr } of this.#spec.outputs) {
      const address = this.#places.address({ kind: 'output', name }, 1);
      if (expr.domain === scalar) {
        statements.push({ kind: 'store', address, value: asNumber(this.#read(expr, lowering)) });
      } else {
        const source = this.#places.memoryOf(expr);
        const size = this.#places.address({ kind: 'size', domain: expr.domain });
        this.#writer.localGet(address);
        this.#writer.localGet(source);
        pushBytes(this.#writer, size);
        for (const byte of memoryCopy) this.#writer.code.byte(byte);
      }
    }
    this.#emit(statements, 'scalar');
  }
}
