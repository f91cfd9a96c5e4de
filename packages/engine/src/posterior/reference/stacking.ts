// Stacking weights of stacking.json (made by bench/stacking-reference.py), for the tests.
import { z } from 'zod';
import json from './stacking.json' with { type: 'json' };

const numbers = z.array(z.number());

export const stacking = z
  .object({
    cases: z.array(
      z.object({ name: z.string(), pointwise: z.array(numbers), weights: numbers, arviz: numbers }),
    ),
  })
  .parse(json);
