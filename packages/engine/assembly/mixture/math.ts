// The engine's own elementary functions; AssemblyScript imports them from the module `math`, named after this file.

export declare function exp(x: f64): f64;

export declare function log(x: f64): f64;
