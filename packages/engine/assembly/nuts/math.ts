// The engine's own elementary functions; without a decorator AssemblyScript imports them from the module `math`.

export declare function exp(x: f64): f64;

export declare function log(x: f64): f64;

/** log(exp(a) + exp(b)). */
export declare function logaddexp(a: f64, b: f64): f64;
