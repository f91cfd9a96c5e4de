// Special functions, imported from the module `special`, named after this file.

/** The standard normal quantile. */
export declare function ndtri(p: f64): f64;
