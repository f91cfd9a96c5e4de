/** Whether this machine's WebAssembly multiplies and adds with one rounding. */
import { ModuleBuilder } from './low/encoder.ts';
import { simd } from './low/opcodes.ts';

let known: boolean | undefined;

/** Relaxed SIMD may be absent, or round the product as well where the processor lacks the instruction; found out once. */
export function hasFusedMultiplyAdd(): boolean {
  known ??= probe();
  return known;
}

function probe(): boolean {
  const bytes = probeModule();
  if (!WebAssembly.validate(bytes)) return false;
  const { squareLess } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  // (1 + 2⁻³⁰)² − (1 + 2⁻²⁹) is 2⁻⁶⁰, and 0 if the square is rounded.
  return typeof squareLess === 'function' && squareLess(1 + 2 ** -30, -(1 + 2 ** -29)) === 2 ** -60;
}

/** A module with one function: a × a + b. */
function probeModule(): Uint8Array<ArrayBuffer> {
  const builder = new ModuleBuilder();
  builder.addFunction({
    params: ['f64', 'f64'],
    results: ['f64'],
    export: 'squareLess',
    body: (writer) => {
      for (const parameter of [0, 0, 1]) {
        writer.localGet(parameter);
        writer.simd(simd.f64x2Splat);
      }
      writer.simd(simd.f64x2RelaxedMadd);
      writer.extractLane(0);
    },
  });
  return builder.toBytes();
}
