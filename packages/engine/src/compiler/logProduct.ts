/**
 * Σ log u over a loop as the logarithm of a running product: each lane keeps a significand in [1, 2) and the sum of the
 * exponents, so that one logarithm is taken after the loop. The error of a term is at most half an ulp of 1.
 */
import type { LoopStatement } from './loop.ts';
import { emitStatements, type Scope } from './low/emit.ts';
import type { FunctionWriter } from './low/encoder.ts';
import type { Low } from './low/low.ts';
import * as low from './low/low.ts';
import { log } from './low/math/log.ts';
import { opcode, simd } from './low/opcodes.ts';

const significandBits = low.iconst(0x000fffff_ffffffffn);
const one = low.constant(1);
const oneBits = low.bitsOf(one);

export interface LogProduct {
  readonly statements: LoopStatement[];
  /** After the loop: leaves the sum in the f64 local `place`. */
  readonly finish: (scope: Scope, place: number) => void;
}

/** @param value u ≥ 1 in both lanes; a negative u makes the sum NaN, an infinite or NaN one as well. */
export function logProduct(writer: FunctionWriter, value: Low): LogProduct {
  // Every other turn has a product of its own, as each waits for its last factor before it can take the next.
  const [product, other, exponents, least, check] = [0, 0, 0, 0, 0].map(() => writer.local('v128')) as [
    number,
    number,
    number,
    number,
    number,
  ];
  writer.v128Const(0, 0x3ff00000);
  writer.localTee(product);
  writer.localTee(other);
  writer.localSet(least);
  writer.v128Const(0, 0);
  writer.localTee(exponents);
  writer.localSet(check);

  const grown = (factor: Low, of: number): Low => low.bitsOf(low.mul(low.local(of), factor));
  const counted = (mask: number): Low => low.select(low.local(mask, 'mask'), value, one);
  // The exponents count from 1 because u ≥ 1; where it is not, `least` tells.
  const addExponent = (factor: Low, of = product) =>
    ({
      kind: 'set',
      local: exponents,
      value: low.iadd(low.local(exponents, 'i64'), low.ishrU(low.isub(grown(factor, of), oneBits), 52)),
    }) as const;
  const keepSignificand = (factor: Low, of = product) =>
    ({
      kind: 'set',
      local: of,
      value: low.fromBits(low.ior(low.iand(grown(factor, of), significandBits), oneBits)),
    }) as const;
  const keepLeast = (factor: Low) =>
    ({ kind: 'set', local: least, value: low.pmin(low.local(least), factor) }) as const;
  const statements: LoopStatement[] = [
    {
      full: addExponent(value),
      other: addExponent(value, other),
      masked: (mask) => addExponent(counted(mask)),
    },
    {
      full: keepSignificand(value),
      other: keepSignificand(value, other),
      masked: (mask) => keepSignificand(counted(mask)),
    },
    { full: keepLeast(value), masked: (mask) => keepLeast(counted(mask)) },
    // 0, but NaN for an infinite or NaN u
    { full: { kind: 'accumulate', local: check, value: low.sub(value, value) } },
  ];

  const finish = (scope: Scope, place: number): void => {
    const [significand, exponent, lowest, checked] = [0, 0, 0, 0].map(() => writer.local('f64')) as [
      number,
      number,
      number,
      number,
    ];
    const lanes = (from: number, join: number, to: number): void => {
      for (const lane of [0, 1] as const) {
        writer.localGet(from);
        writer.extractLane(lane);
      }
      writer.op(join);
      writer.localSet(to);
    };
    writer.localGet(product);
    writer.localGet(other);
    writer.simd(simd.f64x2Mul);
    writer.localSet(product);
    lanes(product, opcode.f64Mul, significand);
    lanes(least, opcode.f64Min, lowest);
    lanes(check, opcode.f64Add, checked);
    for (const lane of [0, 1]) {
      writer.localGet(exponents);
      writer.simd(simd.i64x2ExtractLane);
      writer.code.byte(lane);
    }
    writer.op(opcode.i64Add);
    writer.op(opcode.f64ConvertI64S);
    writer.localSet(exponent);
    const total = low.add(
      low.add(log(low.local(significand)), low.mul(low.local(exponent), low.constant(Math.LN2))),
      low.local(checked),
    );
    const result = low.select(low.lt(low.local(lowest), one), low.constant(Number.NaN), total);
    emitStatements(writer, [{ kind: 'set', local: place, value: result }], 'scalar', scope);
  };
  return { statements, finish };
}
