// Bytes of any HDF5 file → groups, arrays and named dimensions, by the HDF5 library.
import type * as H5 from 'h5wasm';
import type { Dataset, File, Group } from 'h5wasm';
import { FormatError } from '../../config/errors.ts';
import { loadHdf5 } from './library.ts';
import {
  type AttributeValue,
  type DatasetValues,
  type Hdf5Dataset,
  type Hdf5File,
  type Hdf5Group,
  isScale,
} from './tree.ts';

/** Marks of HDF5's and netCDF4's own bookkeeping, which are not the user's attributes. */
const BOOKKEEPING = new Set([
  'CLASS',
  'NAME',
  'REFERENCE_LIST',
  'DIMENSION_LIST',
  'DIMENSION_LABELS',
  '_Netcdf4Dimid',
  '_Netcdf4Coordinates',
  '_NCProperties',
  '_nc3_strict',
  '_FillValue',
]);

/** Reads the root and one level of groups; throws FormatError when the library cannot. */
export async function readFile(bytes: Uint8Array): Promise<Hdf5File> {
  const { hdf5, withFile } = await loadHdf5();
  return withFile(bytes, (path) => {
    let file: File | undefined;
    try {
      file = new hdf5.File(path, 'r');
      const groups: Hdf5Group[] = [];
      const inherited: Hdf5Dataset[] = [];
      for (const name of file.keys()) {
        const entity = file.get(name);
        if (entity instanceof hdf5.Group) groups.push(readGroup(hdf5, name, entity));
        else if (entity instanceof hdf5.Dataset) inherited.push(readDataset(name, entity));
      }
      return {
        attributes: readAttributes(file),
        groups: groups.map((group) => withInherited(group, inherited.filter(isScale))),
      };
    } catch (error) {
      if (error instanceof FormatError) throw error;
      const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
      throw new FormatError(`the file is damaged or not a netCDF4 file: HDF5 could not read it (${reason})`, {
        cause: error,
      });
    } finally {
      file?.close();
    }
  });
}

/** A group with the scales it uses of the root: in a DataTree (ArviZ 1) a group inherits its parent's coordinates. */
function withInherited(group: Hdf5Group, scales: readonly Hdf5Dataset[]): Hdf5Group {
  const own = new Set(group.datasets.map(({ name }) => name));
  const used = new Set(group.datasets.flatMap(({ dims }) => dims));
  const missing = scales.filter(({ name }) => used.has(name) && !own.has(name));
  return missing.length === 0 ? group : { ...group, datasets: [...missing, ...group.datasets] };
}

function readGroup(hdf5: typeof H5, name: string, group: Group): Hdf5Group {
  const datasets: Hdf5Dataset[] = [];
  for (const key of group.keys()) {
    const entity = group.get(key);
    if (entity instanceof hdf5.Dataset) datasets.push(readDataset(key, entity));
  }
  return { name, attributes: readAttributes(group), datasets };
}

function readDataset(name: string, dataset: Dataset): Hdf5Dataset {
  const shape = dataset.shape ?? [];
  const scaleName = dataset.attrs['CLASS']?.value === 'DIMENSION_SCALE';
  const dims = shape.map((_, axis) => {
    if (scaleName) return name;
    const scale = dataset.get_attached_scales(axis)[0];
    return scale === undefined ? `${name}_dim_${axis}` : scale.slice(scale.lastIndexOf('/') + 1);
  });
  return { name, dims, shape, values: valuesOf(name, dataset), attributes: readAttributes(dataset) };
}

function valuesOf(name: string, dataset: Dataset): DatasetValues {
  const value = dataset.value;
  if (
    value instanceof Float64Array ||
    value instanceof Float32Array ||
    value instanceof Int32Array ||
    value instanceof Int8Array ||
    value instanceof BigInt64Array
  ) {
    return value;
  }
  if (value instanceof BigUint64Array) return Float64Array.from(value, Number);
  if (
    value instanceof Uint8Array ||
    value instanceof Int16Array ||
    value instanceof Uint16Array ||
    value instanceof Uint32Array
  ) {
    return Float64Array.from(value);
  }
  if (typeof value === 'number' || typeof value === 'bigint') return Float64Array.of(Number(value));
  if (typeof value === 'string') return [value];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new FormatError(`${name} holds values of a kind that is not number or text`);
}

function readAttributes(of: Group | Dataset): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, attribute] of Object.entries(of.attrs)) {
    if (BOOKKEEPING.has(name)) continue;
    const value = attribute.json_value;
    const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (typeof single === 'string' || typeof single === 'number') attributes[name] = single;
    else if (typeof single === 'boolean') attributes[name] = Number(single);
  }
  return attributes;
}
