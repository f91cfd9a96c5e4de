/**
 * Elementary functions with our own arithmetic: the same bits on every platform and in every lane of a kernel,
 * unlike the host's Math.exp and friends. Errors are at most 2 ulp (compiler/low/math/reference.ts).
 */
import { emitStatements, Scope } from '../compiler/low/emit.ts';
import { ModuleBuilder, type ValueType } from '../compiler/low/encoder.ts';
import { local } from '../compiler/low/low.ts';
import { binaryMath, type LowFunction, unaryMath } from '../compiler/low/math/index.ts';

type Unary = (x: number) => number;
type Binary = (x: number, y: number) => number;
type UnaryName = keyof typeof unaryMath;
type BinaryName = keyof typeof binaryMath;
type MathFunctions = Record<UnaryName, Unary> & Record<BinaryName, Binary>;

/** Makes one function as a module of its own, so that a process pays only for those it calls. */
function make(name: string, arity: 1 | 2, define: LowFunction): unknown {
  const params: ValueType[] = arity === 1 ? ['f64'] : ['f64', 'f64'];
  const builder = new ModuleBuilder();
  builder.addFunction({
    params,
    results: ['f64'],
    export: name,
    body: (writer) => {
      const value = define(...params.map((_, i) => local(i)));
      const result = writer.local('f64');
      emitStatements(writer, [{ kind: 'set', local: result, value }], 'scalar', new Scope(writer));
      writer.localGet(result);
    },
  });
  return new WebAssembly.Instance(new WebAssembly.Module(builder.toBytes())).exports[name];
}

const made: Partial<MathFunctions> = {};

function unary(name: UnaryName): Unary {
  made[name] ??= make(name, 1, unaryMath[name]) as Unary;
  return made[name];
}

function binary(name: BinaryName): Binary {
  made[name] ??= make(name, 2, binaryMath[name]) as Binary;
  return made[name];
}

/**
 * The functions for import by another wasm module (f64 → f64, or (f64, f64) → f64).
 * Each is made when the import reads it.
 */
export function mathExports(): WebAssembly.Exports {
  const exports = {};
  const offer = (name: string, get: () => unknown) =>
    Object.defineProperty(exports, name, { enumerable: true, get });
  for (const name of Object.keys(unaryMath)) offer(name, () => unary(name as UnaryName));
  for (const name of Object.keys(binaryMath)) offer(name, () => binary(name as BinaryName));
  return exports;
}

export const exp = (x: number): number => (made.exp ?? unary('exp'))(x);
/** e^x − 1, exact near 0. */
export const expm1 = (x: number): number => (made.expm1 ?? unary('expm1'))(x);
export const log = (x: number): number => (made.log ?? unary('log'))(x);
/** log(1 + x), exact near 0. */
export const log1p = (x: number): number => (made.log1p ?? unary('log1p'))(x);
/** Accurate for |x| < 1.6e6, as cos and tan. */
export const sin = (x: number): number => (made.sin ?? unary('sin'))(x);
export const cos = (x: number): number => (made.cos ?? unary('cos'))(x);
export const tan = (x: number): number => (made.tan ?? unary('tan'))(x);
export const sinh = (x: number): number => (made.sinh ?? unary('sinh'))(x);
export const cosh = (x: number): number => (made.cosh ?? unary('cosh'))(x);
export const tanh = (x: number): number => (made.tanh ?? unary('tanh'))(x);
export const asin = (x: number): number => (made.asin ?? unary('asin'))(x);
export const acos = (x: number): number => (made.acos ?? unary('acos'))(x);
export const atan = (x: number): number => (made.atan ?? unary('atan'))(x);
/** x^y by the rules of C's pow: 1 for y = 0 and for x = 1, whatever the other. */
export const pow = (x: number, y: number): number => (made.pow ?? binary('pow'))(x, y);
/** log(1 + e^x). */
export const softplus = (x: number): number => (made.softplus ?? unary('softplus'))(x);
/** 1 / (1 + e^-x). */
export const invlogit = (x: number): number => (made.invlogit ?? unary('invlogit'))(x);
/** log(e^a + e^b). */
export const logaddexp = (a: number, b: number): number => (made.logaddexp ?? binary('logaddexp'))(a, b);
