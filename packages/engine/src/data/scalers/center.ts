import { mean, type Scaler } from './scaler.ts';

/** Mean 0, units kept. */
export const center: Scaler = { name: 'center', fit: (values) => ({ offset: mean(values), factor: 1 }) };
