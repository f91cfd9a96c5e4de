/** Where the values of a kernel's function stand: addresses as locals, each loaded where it is first needed. */
import type { Domain, Expr } from '../expr/expr.ts';
import type { CompileContext } from './kernelFunction.ts';
import type { Slot } from './layout.ts';
import type { FunctionWriter } from './low/encoder.ts';
import { opcode } from './low/opcodes.ts';
import { preparedNumber } from './prepared.ts';

export class Places {
  readonly #writer: FunctionWriter;
  readonly #context: CompileContext;
  /** i32 locals holding addresses and sizes, by slot and adjustment. */
  readonly #addresses = new Map<string, number>();
  readonly #sizes = new Map<Domain, number>();
  readonly #scratchIds = new Map<Expr, number>();
  /** Where this function leaves what it prepares. */
  readonly preparedSlots: ReadonlyMap<Expr, Slot>;

  constructor(writer: FunctionWriter, context: CompileContext) {
    this.#writer = writer;
    this.#context = context;
    this.preparedSlots = new Map(
      (context.prepared ?? []).map(({ expr, leaf }) => [expr, preparedSlot(leaf)]),
    );
  }

  /** An i32 local with a slot's word, `base` (a local) and a constant added; loaded where first needed. */
  address(slot: Slot, base = -1, adjust = 0): number {
    const offset = this.#context.slots.offsetOf(slot);
    const key = `${offset} ${base} ${adjust}`;
    const known = this.#addresses.get(key);
    if (known !== undefined) return known;
    const place = this.#writer.local('i32');
    this.#writer.globalGet(this.#context.contextGlobal);
    this.#writer.i32Load(offset);
    if (base >= 0) {
      this.#writer.localGet(base);
      this.#writer.op(opcode.i32Add);
    }
    if (adjust !== 0) {
      this.#writer.i32Const(adjust);
      this.#writer.op(opcode.i32Add);
    }
    this.#writer.localSet(place);
    this.#addresses.set(key, place);
    return place;
  }

  /** Address of a value that this function stores. */
  scratch(node: Expr, adjust = 0): number {
    const prepared = this.preparedSlots.get(node);
    if (prepared !== undefined) return this.address(prepared, -1, adjust);
    let id = this.#scratchIds.get(node);
    if (id === undefined) {
      id = this.#scratchIds.size;
      this.#scratchIds.set(node, id);
    }
    return this.address({ kind: 'scratch', domain: node.domain, id }, -1, adjust);
  }

  /** Address of a vector that stands in memory: a parameter, a column or a stored value. */
  memoryOf(node: Expr, adjust = 0): number {
    if (node.op === 'parameter') return this.address({ kind: 'parameter', name: node.name! }, 0, adjust);
    if (preparedNumber(node) !== undefined) return this.address(preparedSlot(node), -1, adjust);
    if (node.op === 'column')
      return this.address({ kind: 'column', name: node.name!, domain: node.domain }, -1, adjust);
    return this.scratch(node, adjust);
  }

  /** An f64 local with the number of entries of a domain. */
  sizeLocal(domain: Domain): number {
    const known = this.#sizes.get(domain);
    if (known !== undefined) return known;
    const place = this.#writer.local('f64');
    this.#writer.localGet(this.address({ kind: 'size', domain }));
    this.#writer.op(0xb7); // f64.convert_i32_s
    this.#writer.localSet(place);
    this.#sizes.set(domain, place);
    return place;
  }
}

function preparedSlot(leaf: Expr): Slot {
  return { kind: 'prepared', domain: leaf.domain, id: preparedNumber(leaf)! };
}

/** Leaves the bytes of `size` numbers on the stack. */
export function pushBytes(writer: FunctionWriter, size: number): void {
  writer.localGet(size);
  writer.i32Const(3);
  writer.op(opcode.i32Shl);
}
