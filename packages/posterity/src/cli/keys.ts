import { type Command, InvalidArgumentError } from 'commander';
import type { Scope } from '../service/apiKeys.ts';
import { examples } from './examples.ts';
import { alignedTable } from './table.ts';
import type { Terminal } from './terminal.ts';

const scopeNames: readonly Scope[] = ['predict', 'read', 'write'];

/** `posterity keys add|list|remove`. */
export function addKeys(program: Command, terminal: Terminal): void {
  const keys = program
    .command('keys')
    .description('API keys of the service: only their hashes are kept.')
    .addHelpText('after', examples('posterity keys add forecasting --scope predict --keys keys.json'));
  const withFile = (command: Command): Command =>
    command.option('--keys <file>', 'file of keys', 'keys.json');
  withFile(keys.command('add'))
    .argument('<name>', 'who will use it')
    .option('--scope <scopes>', `what it may do, of ${scopeNames.join(', ')}; by commas`, readScopes, [
      'predict',
    ])
    .description('Make a key and print it, once.')
    .action(async (name: string, options: { keys: string; scope: Scope[] }) => {
      const { addKey } = await import('../service/apiKeys.ts');
      terminal.out(`${await addKey(options.keys, name, options.scope)}\n`);
      terminal.err(`kept its hash in ${options.keys}; the key itself is not shown again\n`);
    });
  withFile(keys.command('list'))
    .description('The keys with what they may do.')
    .action(async (options: { keys: string }) => {
      const { readKeys } = await import('../service/apiKeys.ts');
      const rows = (await readKeys(options.keys)).map(({ name, scopes, created }) => [
        name,
        scopes.join(','),
        created,
      ]);
      terminal.out(alignedTable(['name', 'scopes', 'created'], rows, [0, 1, 2]));
    });
  withFile(keys.command('remove'))
    .argument('<name>', 'the key')
    .description('Forget a key; within two seconds it opens nothing any more.')
    .action(async (name: string, options: { keys: string }) => {
      const { removeKey } = await import('../service/apiKeys.ts');
      await removeKey(options.keys, name);
      terminal.err(`removed ${name} from ${options.keys}\n`);
    });
}

function readScopes(text: string): Scope[] {
  const asked = text.split(',').map((it) => it.trim());
  const known = scopeNames.filter((scope) => asked.includes(scope));
  if (known.length !== asked.length)
    throw new InvalidArgumentError(`expected some of ${scopeNames.join(', ')}.`);
  return known;
}
