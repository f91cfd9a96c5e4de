import { describeCarried } from '@posterity/engine';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Model } from '../model.ts';
import { positiveNumber, share } from './options.ts';
import type { Terminal } from './terminal.ts';

/** What decides how a posterior is written as the prior of a config. */
export interface PriorsOptions {
  readonly json?: boolean;
  readonly fit?: 'moments' | 'likelihood';
  readonly variables?: readonly string[];
  readonly population?: readonly string[];
  readonly discount?: number;
  readonly robust?: number;
  readonly components?: number;
  readonly force?: boolean;
}

export function addPriorsOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--fit <how>', 'config: how each parameter’s family is fitted').choices([
        'moments',
        'likelihood',
      ]),
    )
    .option('--variables <names>', 'prior: carry these variables only', list)
    .option('--population <names>', 'prior: carry what a new level of these would have', list)
    .option('--discount <share>', 'prior: share of the information to keep, 0 to 1', share)
    .option('--robust <weight>', 'prior: weight of the config’s own priors beside it, 0 to 1', share)
    .option('--components <number>', 'prior: at most so many normal components', positiveNumber)
    .option('--force', 'prior: carry on a model whose verdict is bad');
}

/** The config with a prior a parameter; what that loses goes to the messages. */
export function configWithPriors(
  model: Model,
  { json, fit = 'moments' }: PriorsOptions,
  terminal: Terminal,
): Promise<string> {
  const { config, loss } = model.trainedConfig({ fit });
  const each = Object.entries(loss.variables).map(([name, it]) => `${name} as ${it.dist} ${nats(it.nats)}`);
  terminal.err(
    `lost against the joint posterior: ${nats(loss.joint)} nats (${each.join(', ')}); --to prior keeps it\n`,
  );
  return text(config, json);
}

/** The config with one joint prior. */
export function configWithJointPrior(
  model: Model,
  { json, variables, population, discount, robust, components, force }: PriorsOptions,
  terminal: Terminal,
): Promise<string> {
  const config = model.exportJointConfig({
    ...(variables === undefined ? {} : { variables }),
    ...(population === undefined ? {} : { population }),
    ...(discount === undefined ? {} : { discount }),
    ...(robust === undefined ? {} : { robust }),
    ...(components === undefined ? {} : { components }),
    ...(force === undefined ? {} : { force }),
  });
  terminal.err(`${describeCarried(config.prior_from)[0]}\n`);
  return text(config, json);
}

async function text(config: object, json: boolean | undefined): Promise<string> {
  const { configText } = await import('../files/configText.ts');
  return configText(config, json ? 'json' : 'yaml');
}

function nats(value: number): string {
  return value.toFixed(value < 0.01 ? 4 : 2);
}

/** Names with commas between them. */
function list(written: string): string[] {
  const names = written.split(',').map((name) => name.trim());
  if (names.some((name) => name === ''))
    throw new InvalidArgumentError('expected names with commas between them.');
  return names;
}
