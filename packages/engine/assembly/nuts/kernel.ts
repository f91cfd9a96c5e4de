// The target, imported from the module `kernel`.

/** Reads the position, writes the gradient, returns the log density. */
export declare function logDensityGradient(position: usize, gradient: usize): f64;

/** Reads the position, returns the log density; may write the gradient too, where the kernel has no function for less. */
export declare function logDensity(position: usize, gradient: usize): f64;

/**
 * Reads a position in which a standard normal number stands for each parameter that was integrated out, writes these
 * parameters, each given all else, and returns the log density of what it has written. There where some were.
 */
export declare function complete(position: usize, output: usize): f64;
