import { RegistryError } from '../registry/registryError.ts';
import { registryAddress } from '../suite/openSuite.ts';
import type { Suite } from '../suite/suiteFile.ts';
import { openSuiteQueue, type SuiteQueue } from './suiteQueue.ts';

/** Both attempts of a fit, and what stands around them. */
const expiryOf = (suite: Suite): number => 2 * suite.limitSeconds + 60;

/**
 * The queue beside the registry of some suites.
 * @throws RegistryError when they have none in one database
 */
export async function openQueue(
  suites: readonly Suite[],
  asked: string | undefined,
  onError: (message: string) => void,
): Promise<{ readonly queue: SuiteQueue; readonly address: string }> {
  const addresses = [...new Set(suites.map((suite) => registryAddress(suite, asked)))];
  const [address] = addresses;
  if (addresses.length !== 1 || !/^postgres(ql)?:/.test(address)) {
    throw new RegistryError(
      'a queue needs one PostgreSQL registry for all its suites; give --registry postgres://… or set DATABASE_URL',
    );
  }
  const queue = await openSuiteQueue(address, {
    expireSeconds: Math.max(...suites.map(expiryOf)),
    onError: (error) => onError(`queue: ${error.message}`),
  });
  return { queue, address };
}
