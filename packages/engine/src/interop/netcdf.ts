// A trace as one netCDF4 file in ArviZ's layout: `arviz.from_netcdf` and xarray open it; ours carry a checksum.
// What writes and reads it is loaded when a file is: most pages never do either.
import { FormatError } from '../config/errors.ts';
import type { Trace } from '../posterior/trace.ts';
import type { Deflate } from './hdf5/filters.ts';
import { checkSeal, seal, UNSEALED } from './seal.ts';

/** Version of what this library adds to ArviZ's layout; a file of a newer one is refused. */
export const NETCDF_SCHEMA = 1;

const SEAL = 'posterity_checksum';
const SCHEMA = 'posterity_schema';

/** A trace and what else its file says. */
export interface SavedTrace {
  readonly trace: Trace;
  readonly attributes: Record<string, string | number>;
}

/**
 * The bytes of a netCDF4 file with the trace's groups; `attributes` go to the root.
 * Draws are stored exactly; a sampler's real-valued statistics to within 5e-4 of their standard deviation.
 */
export async function writeNetcdf(
  trace: Trace,
  attributes: Readonly<Record<string, string | number>>,
  pack?: Deflate,
): Promise<Uint8Array> {
  const [{ traceToFile }, { writeFile }] = await Promise.all([
    import('./arvizLayout.ts'),
    import('./hdf5/write.ts'),
  ]);
  const content = traceToFile(trace, {
    [SEAL]: UNSEALED,
    [SCHEMA]: NETCDF_SCHEMA,
    ...withoutOwn(attributes),
  });
  const bytes = await writeFile(content, pack);
  seal(bytes);
  return bytes;
}

/**
 * The trace and root attributes of a netCDF4 file, ours or one that ArviZ wrote.
 * Throws FormatError when the file is of another kind, cut short, altered, or of a newer schema.
 */
export async function readNetcdf(bytes: Uint8Array): Promise<SavedTrace> {
  checkKind(bytes);
  const isSealed = checkSeal(bytes);
  const file = isSealed
    ? await (await import('./hdf5/readOwn.ts')).readOwnFile(bytes)
    : await (await import('./hdf5/read.ts')).readFile(bytes);
  const { [SEAL]: claimedSeal, [SCHEMA]: schema, ...attributes } = file.attributes;
  if (!isSealed && (claimedSeal !== undefined || schema !== undefined || 'posterity' in attributes)) {
    throw new FormatError(
      'the file says that posterity saved it, but its checksum is gone: it has been altered',
    );
  }
  if (schema !== undefined && !(Number(schema) <= NETCDF_SCHEMA)) {
    throw new FormatError(
      `the file has schema ${schema}, this version reads up to ${NETCDF_SCHEMA}: it was saved by a newer version; upgrade posterity to open it`,
    );
  }
  const { fileToTrace } = await import('./arvizLayout.ts');
  return { trace: fileToTrace(file), attributes };
}

function withoutOwn(attributes: Readonly<Record<string, string | number>>): Record<string, string | number> {
  const { [SEAL]: _seal, [SCHEMA]: _schema, ...others } = attributes;
  return others;
}

const HDF5_MAGIC = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

function checkKind(bytes: Uint8Array): void {
  if (HDF5_MAGIC.every((byte, i) => bytes[i] === byte)) {
    checkLength(bytes);
    return;
  }
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  const found =
    bytes.length === 0
      ? 'the file is empty'
      : start.startsWith('CDF')
        ? 'the file is netCDF classic (version 3); save it as netCDF4'
        : start.startsWith('PK')
          ? 'the file is a zip archive'
          : 'the file does not begin as an HDF5 file does';
  throw new FormatError(`not a netCDF4 file: ${found}`);
}

/** HDF5's superblock says how long the file is; versions 2 and 3 have 8-byte offsets in what we read. */
function checkLength(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[8];
  const at = version === 0 ? 40 : version === 1 ? 44 : 28;
  const said = bytes.length >= at + 8 ? Number(view.getBigUint64(at, true)) : Number.POSITIVE_INFINITY;
  if (said > bytes.length) {
    const expected = Number.isFinite(said) ? ` of ${said} bytes` : '';
    throw new FormatError(`the file is cut short: ${bytes.length}${expected} are there`);
  }
}
