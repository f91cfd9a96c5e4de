import type { Trace } from '@posterity/engine';

export function drawsHash(trace: Trace): Promise<string>;
