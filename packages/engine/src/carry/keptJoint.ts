// The shape of a mixture of normals as it is kept with a saved model.
import * as z from 'zod/mini';

export const keptJoint = z.object({
  /** Numbers that the mixture is of. */
  size: z.number(),
  /** The base64 of little-endian doubles: of each component its weight, its mean, and the lower triangle of its covariance. */
  code: z.string(),
});
/** Plain JSON. */
export type KeptJoint = z.infer<typeof keptJoint>;
