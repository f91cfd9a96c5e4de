// The target, imported from the module `kernel`.

/** Reads the position, writes the gradient, returns the log density. */
export declare function logDensityGradient(position: usize, gradient: usize): f64;
