/** One pass over a domain in SIMD lanes: two rows a step and two steps a turn, in blocks where matrices take part. */
import { emitStatements, prepareConstants, type Scope, type Statement } from './low/emit.ts';
import type { FunctionWriter } from './low/encoder.ts';
import * as low from './low/low.ts';
import { opcode, simd } from './low/opcodes.ts';
import { unroll } from './low/unroll.ts';
import { blockRows, emitProduct, emitTransposedProduct, tileRows } from './matrixProduct.ts';

/** A product of a matrix within the loop; numbers are i32 locals unless said otherwise. */
export interface BlockProduct {
  readonly columns: number;
  /** Address of the matrix's tiles. */
  readonly matrix: number;
  /** Address of the coefficients, or of the totals (two lanes a column) of a transposed product. */
  readonly vector: number;
  /** Address of one value a row of the block. */
  readonly buffer: number;
  /** Where statements read or write the buffer by byteIndex; set anew for each block. */
  readonly shifted: number;
}

/** A statement for two entries, and what it is where an entry must not count: its value is 0 there when left out. */
export interface LoopStatement {
  readonly full: Statement;
  /** @param mask v128 local, set in the lanes that count. */
  readonly masked?: (mask: number) => Statement;
  /** What it is in every other turn of the unrolled loop, where that has a chain of operations of its own. */
  readonly other?: Statement;
}

export interface Loop {
  /** Local with the number of entries. */
  readonly size: number;
  readonly byteIndex: number;
  /** v128 local with the places of the two entries, where a statement reads it. */
  readonly position?: number;
  readonly statements: readonly LoopStatement[];
  readonly products: readonly BlockProduct[];
  readonly transposed: readonly BlockProduct[];
}

/** Beyond so many operations the code is not written twice over. */
const largestUnrolled = 500;
const largestRepeated = 2000;

export function emitLoop(writer: FunctionWriter, scope: Scope, loop: Loop): void {
  new LoopEmitter(writer, scope, loop).run();
}

class LoopEmitter {
  readonly #writer: FunctionWriter;
  readonly #scope: Scope;
  readonly #loop: Loop;
  readonly #end: number;
  readonly #mask: number;

  constructor(writer: FunctionWriter, scope: Scope, loop: Loop) {
    this.#writer = writer;
    this.#scope = scope;
    this.#loop = loop;
    this.#end = writer.local('i32');
    this.#mask = writer.local('v128');
  }

  run(): void {
    const writer = this.#writer;
    const { size, byteIndex, position, products, transposed } = this.#loop;
    writer.i32Const(0);
    writer.localSet(byteIndex);
    writer.localGet(size);
    writer.i32Const(3);
    writer.op(opcode.i32Shl);
    writer.localSet(this.#end);
    if (position !== undefined) {
      writer.v128ConstLanes(0, 0, 0, 0x3ff00000);
      writer.localSet(position);
    }
    this.#scope.forgetReads();
    prepareConstants(this.#full(), writer, this.#scope);
    writer.block();
    writer.localGet(this.#end);
    writer.op(opcode.i32Eqz);
    writer.brIf(0);
    if (products.length + transposed.length > 0) this.#blocks();
    else this.#range(this.#end);
    writer.end();
  }

  /** Blocks of rows: products into their buffers, the statements, then transposed products from theirs. */
  #blocks(): void {
    const writer = this.#writer;
    const { byteIndex, products, transposed } = this.#loop;
    const all = [...products, ...transposed];
    const blockBytes = 8 * Math.min(...all.map(({ columns }) => blockRows(columns)));
    const [start, blockEnd, bytes, matrix] = [0, 0, 0, 0].map(() => writer.local('i32')) as [
      number,
      number,
      number,
      number,
    ];
    writer.loop();
    writer.localGet(byteIndex);
    writer.localSet(start);
    // blockEnd = min(start + blockBytes, end); bytes = its distance from start in whole tiles
    writer.localGet(start);
    writer.i32Const(blockBytes);
    writer.op(opcode.i32Add);
    writer.localTee(blockEnd);
    writer.localGet(this.#end);
    writer.localGet(blockEnd);
    writer.localGet(this.#end);
    writer.op(opcode.i32LtU);
    writer.op(opcode.select);
    writer.localTee(blockEnd);
    writer.localGet(start);
    writer.op(opcode.i32Sub);
    writer.i32Const(8 * tileRows - 1);
    writer.op(opcode.i32Add);
    writer.i32Const(-8 * tileRows);
    writer.op(opcode.i32And);
    writer.localSet(bytes);
    const tilesOf = (product: BlockProduct) => {
      writer.localGet(product.matrix);
      writer.localGet(start);
      writer.i32Const(product.columns);
      writer.op(opcode.i32Mul);
      writer.op(opcode.i32Add);
      writer.localSet(matrix);
      return { matrix, rows: product.buffer, bytes };
    };
    for (const { buffer, shifted } of all) {
      writer.localGet(buffer);
      writer.localGet(start);
      writer.op(opcode.i32Sub);
      writer.localSet(shifted);
    }
    for (const product of products) emitProduct(writer, tilesOf(product), product.vector, product.columns);
    this.#range(blockEnd);
    if (transposed.length > 0) this.#clearRest(start, bytes);
    for (const product of transposed)
      emitTransposedProduct(writer, tilesOf(product), product.vector, product.columns);
    writer.localGet(start);
    writer.i32Const(blockBytes);
    writer.op(opcode.i32Add);
    writer.localTee(byteIndex);
    writer.localGet(this.#end);
    writer.op(opcode.i32LtU);
    writer.brIf(0);
    writer.end();
  }

  /** Zeros for the rows that fill up the last tile. */
  #clearRest(start: number, bytes: number): void {
    const writer = this.#writer;
    const { byteIndex, transposed } = this.#loop;
    const tilesEnd = writer.local('i32');
    writer.localGet(start);
    writer.localGet(bytes);
    writer.op(opcode.i32Add);
    writer.localSet(tilesEnd);
    this.#while(tilesEnd, 0, () => {
      for (const { shifted } of transposed) {
        writer.localGet(shifted);
        writer.localGet(byteIndex);
        writer.op(opcode.i32Add);
        writer.v128Const(0, 0);
        writer.v128Store();
      }
      this.#advance(16);
    });
  }

  /** The statements for the entries from byteIndex up to the local `limit`, the last of an odd number alone in lane 0. */
  #range(limit: number): void {
    const { statements, position } = this.#loop;
    const operations = countOperations(this.#full());
    const isRepeated = operations <= largestRepeated;
    const times = position === undefined && operations <= largestUnrolled ? 2 : 1;
    if (isRepeated)
      this.#while(limit, 16 * times - 1, () => {
        const others = statements.map(({ full, other = full }) => other);
        this.#emit(unroll(this.#full(), times, 2, others));
        this.#advance(16 * times);
      });
    const writer = this.#writer;
    writer.v128ConstLanes(-1, -1, -1, -1);
    writer.localSet(this.#mask);
    this.#while(limit, 0, () => {
      writer.localGet(this.#loop.byteIndex);
      writer.i32Const(16);
      writer.op(opcode.i32Add);
      writer.localGet(limit);
      writer.op(opcode.i32GtU);
      writer.if();
      writer.v128ConstLanes(-1, -1, 0, 0);
      writer.localSet(this.#mask);
      writer.end();
      this.#emit(
        statements.map(({ full, masked }) =>
          masked === undefined
            ? { ...full, value: low.keepLanes(full.value, this.#mask) }
            : masked(this.#mask),
        ),
      );
      this.#advance(16);
    });
  }

  #full(): Statement[] {
    return this.#loop.statements.map(({ full }) => full);
  }

  #emit(statements: readonly Statement[]): void {
    emitStatements(this.#writer, statements, 'vector', this.#scope);
  }

  /** Repeats while byteIndex + ahead < limit. */
  #while(limit: number, ahead: number, body: () => void): void {
    const writer = this.#writer;
    const test = (): void => {
      writer.localGet(this.#loop.byteIndex);
      if (ahead > 0) {
        writer.i32Const(ahead);
        writer.op(opcode.i32Add);
      }
      writer.localGet(limit);
      writer.op(opcode.i32LtU);
    };
    test();
    writer.if();
    writer.loop();
    body();
    test();
    writer.brIf(0);
    writer.end();
    writer.end();
  }

  #advance(bytes: number): void {
    const writer = this.#writer;
    const { byteIndex, position } = this.#loop;
    if (position !== undefined) {
      writer.localGet(position);
      writer.v128ConstLanes(0, 0x40000000, 0, 0x40000000);
      writer.simd(simd.f64x2Add);
      writer.localSet(position);
    }
    writer.localGet(byteIndex);
    writer.i32Const(bytes);
    writer.op(opcode.i32Add);
    writer.localSet(byteIndex);
  }
}

function countOperations(statements: readonly Statement[]): number {
  const seen = new Set<low.Low>();
  const stack = statements.map(({ value }) => value);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    stack.push(...node.args);
  }
  return seen.size;
}
