// The public interface for programs: the engine's names, with a Model that can be saved and loaded.
export * from '@posterity/engine';
export { atomicWrite } from './files/atomicWrite.ts';
export { FileError } from './files/fileError.ts';
export { readConfig } from './files/readConfig.ts';
export { readData, type Table } from './files/readData.ts';
export { readModel } from './files/readModel.ts';
export type { FailedUnit, FittedUnit, FleetFit } from './fleet/fitFleetUnit.ts';
export { type Fleet, type FleetOptions, type FleetUnit, openFleet } from './fleet/fleet.ts';
export { Model } from './model.ts';
export { openRegistry } from './registry/openRegistry.ts';
export { type OwnPostgres, startOwnPostgres } from './registry/ownPostgres.ts';
export type { UnitKey, UnitRecord, Version } from './registry/record.ts';
export type { Registry } from './registry/registry.ts';
export { RegistryError } from './registry/registryError.ts';
export { unitId } from './registry/unitId.ts';
export { reductionSql } from './sources/reductionSql.ts';
export { threadRunner } from './threadRunner.ts';
