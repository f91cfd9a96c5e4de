/** Streams of a chain's random generator, by what they are for. */
export const purposes = {
  draws: 0,
  search: 1,
  approximation: 2,
  secondAttempt: 3,
  integrated: 4,
  /** And those that follow: one a turn. */
  refinement: 5,
} as const;
