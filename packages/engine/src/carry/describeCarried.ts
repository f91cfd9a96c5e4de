/** A carried prior told back: one line for the whole, one an entry. */
import type { PriorFrom } from '../config/priorFrom.ts';

export function describeCarried(block: PriorFrom | undefined): string[] {
  if (block === undefined) return [];
  const names = Object.keys(block.scale);
  const { discount = 1, robust = 0, components } = block;
  const whole = components.reduce((total, it) => total + (it.weight ?? 1), 0);
  const parts = [
    `${components.length} normal component${components.length === 1 ? '' : 's'}`,
    ...(block.effective_rows === undefined ? [] : [`worth ${rowsText(block)}`]),
    ...(discount === 1 ? [] : [`discount ${discount}`]),
    ...(robust === 0 ? [] : [`robust ${robust}: mixed with the own priors above`]),
  ];
  const head = `(${names.join(', ')}) ~ carried prior${robust === 0 ? ' in place of the own ones' : ''}: ${parts.join(', ')}`;
  const lines = components.flatMap((component, k) => {
    const weight =
      components.length === 1
        ? ''
        : `  component ${k + 1}, weight ${short((component.weight ?? 1) / whole)}\n`;
    const rows = names.map((name) => {
      const scale = block.scale[name]!.replaceAll('x', name);
      const tied = Object.entries(component.correlation?.[name] ?? {})
        .filter(([, value]) => Math.abs(value) >= 0.005)
        .map(([other, value]) => `${short(value)} with ${other}`);
      const correlations = tied.length === 0 ? '' : `, correlation ${tied.join(', ')}`;
      return `  ${scale} ~ ${short(component.mean[name] ?? Number.NaN)} ± ${short(component.sd[name] ?? Number.NaN)}${correlations}`;
    });
    return [...(weight === '' ? [] : [weight.trimEnd()]), ...rows];
  });
  return [head, ...lines];
}

/** The rows a block counts for after its discount: one number when all entries agree. */
export function rowsText({ effective_rows: rows, discount = 1 }: PriorFrom): string {
  const counts = Object.entries(rows ?? {}).map(([name, count]) => [name, short(count * discount)] as const);
  const distinct = new Set(counts.map(([, count]) => count));
  if (distinct.size === 1) return `${[...distinct][0]} rows`;
  return `${counts.map(([name, count]) => `${count} rows for ${name}`).join(', ')}`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
