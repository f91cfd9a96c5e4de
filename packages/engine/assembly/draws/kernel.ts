// The function of rows that quantiles are asked of, imported from the module `kernel`.

/** Reads the position, writes the output: the values of a row at every draw. */
export declare function run(position: usize, output: usize): f64;
