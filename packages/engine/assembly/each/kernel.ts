// The function to be run, imported from the module `kernel`.

/** Reads the position, writes the output. */
export declare function run(position: usize, output: usize): f64;
