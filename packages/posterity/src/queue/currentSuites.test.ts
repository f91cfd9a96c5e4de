import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelYaml, rowsOf, suiteFolder, suiteYaml } from '../suite/suite.fixture.ts';
import { readSuite } from '../suite/suiteFile.ts';
import { currentSuites } from './currentSuites.ts';

test('a worker goes by what its suites say now, and by what they said last when that is wrong', async () => {
  const folder = suiteFolder(rowsOf(['a'], ['us']));
  const suite = await readSuite(join(folder, 'suite.yaml'));
  const told: string[] = [];
  const current = currentSuites([suite], (message) => told.push(message));
  expect((await current('adoption'))?.suite).toBe(suite);
  expect(await current('other')).toBeUndefined();

  writeFileSync(join(folder, 'model.yaml'), modelYaml.replace('draws: 300', 'draws: 301'));
  const [one, other] = await Promise.all([current('adoption'), current('adoption')]);
  expect(one?.suite.model[0].value).toMatchObject({ sample_params: { draws: 301 } });
  expect(other?.suite.written).toEqual(one?.suite.written);
  expect(told.splice(0)).toEqual([`${join(folder, 'model.yaml')} changed: read anew`]);

  writeFileSync(join(folder, 'suite.yaml'), suiteYaml.replace('unit:', 'units:'));
  const last = (await current('adoption'))?.suite;
  expect(last?.model[0].value).toMatchObject({ sample_params: { draws: 301 } });
  expect(told).toEqual([expect.stringMatching(/suite\.yaml changed and cannot be used.*units/s)]);
  rmSync(folder, { recursive: true, force: true });
});
