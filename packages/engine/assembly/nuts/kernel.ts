// The target, imported from the module `kernel`.

/** Reads the position, writes the gradient, returns the log density. */
export declare function logDensityGradient(position: usize, gradient: usize): f64;

/** Reads the position, returns the log density; may write the gradient too, where the kernel has no function for less. */
export declare function logDensity(position: usize, gradient: usize): f64;
