// An HDF5 file as a plain value: the part of the format that netCDF4 and ArviZ use.

export type AttributeValue = string | number;

export type DatasetValues =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int8Array
  | BigInt64Array
  | readonly string[];

/** An array with named dimensions; a dataset whose only dimension is its own name is that dimension's scale. */
export interface Hdf5Dataset {
  readonly name: string;
  /** Names of the scales of this group along each axis. */
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: DatasetValues;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface Hdf5Group {
  readonly name: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly datasets: readonly Hdf5Dataset[];
}

/** The root: its own attributes and one level of groups, as ArviZ lays a file out. */
export interface Hdf5File {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly groups: readonly Hdf5Group[];
}

/** Whether the dataset is the scale (the coordinate) of a dimension. */
export function isScale(dataset: Hdf5Dataset): boolean {
  return dataset.dims.length === 1 && dataset.dims[0] === dataset.name;
}
