// Groups, arrays and named dimensions → an HDF5 file that netCDF4 reads.
import { loadHdf5 } from './library.ts';
import { type AttributeValue, type DatasetValues, type Hdf5File, isScale } from './tree.ts';

export async function writeFile(content: Hdf5File): Promise<Uint8Array> {
  const { hdf5, withFile } = await loadHdf5();
  const module = await hdf5.ready;
  return withFile(undefined, (path) => {
    const file = new hdf5.File(path, 'w', { track_order: true });
    const put = (
      on: { create_attribute: typeof file.create_attribute },
      attributes: Readonly<Record<string, AttributeValue>>,
    ) => {
      for (const [name, value] of Object.entries(attributes)) {
        on.create_attribute(
          name,
          value,
          [],
          typeof value === 'string' ? 'S' : Number.isSafeInteger(value) ? '<q' : '<d',
        );
      }
    };
    put(file, file.attrs === undefined ? {} : content.attributes);
    for (const { name, attributes, datasets } of content.groups) {
      const group = file.create_group(name, true);
      put(group, attributes);
      for (const dataset of [...datasets.filter(isScale), ...datasets.filter((it) => !isScale(it))]) {
        const made = group.create_dataset({
          name: dataset.name,
          data: dataset.values instanceof Array ? [...dataset.values] : (dataset.values as Float64Array),
          shape: [...dataset.shape],
          dtype: dtypeOf(dataset.values),
        });
        put(made, dataset.attributes);
        if (isScale(dataset)) made.make_scale(dataset.name);
        else dataset.dims.forEach((dim, axis) => void made.attach_scale(axis, `/${name}/${dim}`));
      }
    }
    file.flush();
    file.close();
    return module.FS.readFile(path, { encoding: 'binary' });
  });
}

function dtypeOf(values: DatasetValues): string {
  if (values instanceof Float64Array) return '<d';
  if (values instanceof Float32Array) return '<f';
  if (values instanceof Int32Array) return '<i';
  if (values instanceof Int8Array) return '<b';
  if (values instanceof BigInt64Array) return '<q';
  return 'S';
}
