/** Encodes WebAssembly modules: imports, functions, exports and code, nothing else. */
import { ByteWriter } from './bytes.ts';
import { opcode, simd } from './opcodes.ts';

export type ValueType = 'i32' | 'i64' | 'f64' | 'v128';
/** Index of a function in its module, imports first. */
export type FuncIndex = number;

const typeCode: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };
const emptyBlock = 0x40;

/** Writes the body of one function; locals may be added at any time. */
export class FunctionWriter {
  readonly code = new ByteWriter(1024);
  /** Whether products may be added without being rounded. */
  readonly isFused: boolean;
  readonly #types: ValueType[];
  readonly #parameters: number;

  constructor(parameters: readonly ValueType[], isFused = false) {
    this.isFused = isFused;
    this.#types = [...parameters];
    this.#parameters = parameters.length;
  }

  /** Declares a local and returns its index (parameters are 0, 1, …). */
  local(type: ValueType): number {
    return this.#types.push(type) - 1;
  }

  localType(index: number): ValueType {
    return this.#types[index];
  }

  op(code: number): void {
    this.code.byte(code);
  }

  simd(code: number): void {
    this.code.byte(0xfd);
    this.code.unsigned(code);
  }

  i32Const(value: number): void {
    this.code.byte(opcode.i32Const);
    this.code.signed(value);
  }

  /** i64.const from the two 32 bit halves. */
  i64Const(low: number, high: number): void {
    this.code.byte(opcode.i64Const);
    this.code.signed64(low, high);
  }

  f64Const(value: number): void {
    this.code.byte(opcode.f64Const);
    this.code.double(value);
  }

  /** f64.const given by its bits, which keeps every NaN. */
  f64ConstBits(low: number, high: number): void {
    this.code.byte(opcode.f64Const);
    this.code.word(low);
    this.code.word(high);
  }

  /** v128.const with the same 64 bits in both lanes. */
  v128Const(low: number, high: number): void {
    this.v128ConstLanes(low, high, low, high);
  }

  /** v128.const from four 32 bit words, lane 0 first. */
  v128ConstLanes(low0: number, high0: number, low1: number, high1: number): void {
    this.simd(simd.v128Const);
    this.code.word(low0);
    this.code.word(high0);
    this.code.word(low1);
    this.code.word(high1);
  }

  localGet(index: number): void {
    this.code.byte(opcode.localGet);
    this.code.unsigned(index);
  }

  localSet(index: number): void {
    this.code.byte(opcode.localSet);
    this.code.unsigned(index);
  }

  localTee(index: number): void {
    this.code.byte(opcode.localTee);
    this.code.unsigned(index);
  }

  globalGet(index: number): void {
    this.code.byte(opcode.globalGet);
    this.code.unsigned(index);
  }

  block(result?: ValueType): void {
    this.#open(opcode.block, result);
  }

  loop(result?: ValueType): void {
    this.#open(opcode.loop, result);
  }

  if(result?: ValueType): void {
    this.#open(opcode.if, result);
  }

  else(): void {
    this.code.byte(opcode.else);
  }

  end(): void {
    this.code.byte(opcode.end);
  }

  br(depth: number): void {
    this.code.byte(opcode.br);
    this.code.unsigned(depth);
  }

  brIf(depth: number): void {
    this.code.byte(opcode.brIf);
    this.code.unsigned(depth);
  }

  call(index: FuncIndex): void {
    this.code.byte(opcode.call);
    this.code.unsigned(index);
  }

  /** A scalar load or store; offset in bytes, alignment as a power of two. */
  memory(code: number, offset = 0, alignment = 3): void {
    this.code.byte(code);
    this.code.unsigned(alignment);
    this.code.unsigned(offset);
  }

  /** A v128 load or store; alignment 2^3 because rows are only 8-byte aligned. */
  simdMemory(code: number, offset = 0, alignment = 3): void {
    this.simd(code);
    this.code.unsigned(alignment);
    this.code.unsigned(offset);
  }

  i32Load(offset = 0): void {
    this.memory(opcode.i32Load, offset, 2);
  }

  i32Store(offset = 0): void {
    this.memory(opcode.i32Store, offset, 2);
  }

  f64Load(offset = 0): void {
    this.memory(opcode.f64Load, offset);
  }

  f64Store(offset = 0): void {
    this.memory(opcode.f64Store, offset);
  }

  v128Load(offset = 0): void {
    this.simdMemory(simd.v128Load, offset);
  }

  v128Store(offset = 0): void {
    this.simdMemory(simd.v128Store, offset);
  }

  extractLane(lane: 0 | 1): void {
    this.simd(simd.f64x2ExtractLane);
    this.code.byte(lane);
  }

  replaceLane(lane: 0 | 1): void {
    this.simd(simd.f64x2ReplaceLane);
    this.code.byte(lane);
  }

  /** Appends the size-prefixed body to a code section. */
  writeTo(section: ByteWriter): void {
    const head = new ByteWriter(64);
    const runs: Array<{ type: ValueType; count: number }> = [];
    for (const type of this.#types.slice(this.#parameters)) {
      const last = runs[runs.length - 1];
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    head.unsigned(runs.length);
    for (const run of runs) {
      head.unsigned(run.count);
      head.byte(typeCode[run.type]);
    }
    section.unsigned(head.length + this.code.length + 1);
    section.bytes(head.written());
    section.bytes(this.code.written());
    section.byte(opcode.end);
  }

  #open(code: number, result: ValueType | undefined): void {
    this.code.byte(code);
    this.code.byte(result === undefined ? emptyBlock : typeCode[result]);
  }
}

/** What `addFunction` takes: a signature, a body and perhaps a name to export. */
export interface FunctionSpec {
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly body: (writer: FunctionWriter) => void;
  readonly export?: string;
}

export interface MemoryLimits {
  /** Pages of 64 KiB. */
  readonly min: number;
  readonly max?: number;
  readonly shared?: boolean;
}

/** Collects imports, then functions, and encodes them as one module. */
export class ModuleBuilder {
  readonly #types = new Map<string, number>();
  readonly #typeSection = new ByteWriter(128);
  readonly #imports = new ByteWriter(256);
  readonly #functionTypes: number[] = [];
  readonly #code = new ByteWriter(4096);
  readonly #exports = new ByteWriter(128);
  readonly #isFused: boolean;
  #importCount = 0;
  #importedFunctions = 0;
  #importedGlobals = 0;
  #exportCount = 0;

  /** @param isFused whether functions may add products without rounding them, which takes relaxed SIMD. */
  constructor({ isFused = false }: { readonly isFused?: boolean } = {}) {
    this.#isFused = isFused;
  }

  importMemory(module: string, name: string, limits: MemoryLimits): void {
    this.#import(module, name, 0x02);
    this.#imports.byte((limits.max === undefined ? 0 : 1) | (limits.shared ? 2 : 0));
    this.#imports.unsigned(limits.min);
    if (limits.max !== undefined) this.#imports.unsigned(limits.max);
  }

  /** Imports an i32 global and returns its index. */
  importGlobalI32(module: string, name: string, isMutable: boolean): number {
    this.#import(module, name, 0x03);
    this.#imports.byte(typeCode.i32);
    this.#imports.byte(isMutable ? 1 : 0);
    return this.#importedGlobals++;
  }

  /** Imports a function; throws once a function has been added, because indices would move. */
  importFunction(
    module: string,
    name: string,
    params: readonly ValueType[],
    results: readonly ValueType[],
  ): FuncIndex {
    if (this.#functionTypes.length > 0)
      throw new Error('Imports must precede functions; please report this.');
    const type = this.#type(params, results);
    this.#import(module, name, 0x00);
    this.#imports.unsigned(type);
    return this.#importedFunctions++;
  }

  addFunction(spec: FunctionSpec): FuncIndex {
    const index = this.#importedFunctions + this.#functionTypes.length;
    this.#functionTypes.push(this.#type(spec.params, spec.results));
    const writer = new FunctionWriter(spec.params, this.#isFused);
    spec.body(writer);
    writer.writeTo(this.#code);
    if (spec.export !== undefined) {
      this.#exports.name(spec.export);
      this.#exports.byte(0x00);
      this.#exports.unsigned(index);
      this.#exportCount++;
    }
    return index;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter(this.#code.length + 1024);
    out.word(0x6d736100); // "\0asm"
    out.word(1);
    section(out, 1, this.#types.size, this.#typeSection);
    section(out, 2, this.#importCount, this.#imports);
    const functions = new ByteWriter(64);
    for (const type of this.#functionTypes) functions.unsigned(type);
    section(out, 3, this.#functionTypes.length, functions);
    section(out, 7, this.#exportCount, this.#exports);
    section(out, 10, this.#functionTypes.length, this.#code);
    return new Uint8Array(out.written());
  }

  #import(module: string, name: string, kind: number): void {
    this.#imports.name(module);
    this.#imports.name(name);
    this.#imports.byte(kind);
    this.#importCount++;
  }

  #type(params: readonly ValueType[], results: readonly ValueType[]): number {
    const key = `${params.join()}>${results.join()}`;
    const known = this.#types.get(key);
    if (known !== undefined) return known;
    const index = this.#types.size;
    this.#types.set(key, index);
    this.#typeSection.byte(0x60);
    for (const list of [params, results]) {
      this.#typeSection.unsigned(list.length);
      for (const type of list) this.#typeSection.byte(typeCode[type]);
    }
    return index;
  }
}

function section(out: ByteWriter, id: number, count: number, content: ByteWriter): void {
  if (count === 0) return;
  const head = new ByteWriter(8);
  head.unsigned(count);
  out.byte(id);
  out.unsigned(head.length + content.length);
  out.bytes(head.written());
  out.bytes(content.written());
}
