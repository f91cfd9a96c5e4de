/** Everything a config settles beside the mathematics, defaults included: what happens to columns, levels and chains. */
import type { ColumnPreprocessing } from '../config/config.ts';
import { newLevelRule } from './newLevelRules.ts';
import { outcome, type Specification } from './specification.ts';

/** One line each. */
export function settingsOf(specification: Specification): string[] {
  const { config } = specification;
  const { x, y, columns } = config.missing;
  const own = Object.entries(columns).map(([name, policy]) => `, ${name}: ${policy}`);
  const { draws, tune, chains, target_accept, random_seed, max_tree_depth, metric, method, warmup, fused } =
    config.sample_params;
  const rounding = fused === true ? ', fused multiply-add where the machine has it' : '';
  return [
    ...Object.entries(config.preprocessing).map(([name, it]) => preprocessingText(specification, name, it)),
    `empty cells: columns: ${x}${own.join('')}; outcome: ${y}`,
    ...levelLines(specification),
    `sampling: ${chains} chains of ${tune} tuning steps and ${draws} draws, target_accept ${target_accept}, random_seed ${random_seed}, max_tree_depth ${max_tree_depth}, metric ${metric}, method ${method}, warmup ${warmup}${rounding}`,
  ];
}

/** For each variable by group: what an unseen level takes, and how it is sampled. */
function levelLines(specification: Specification): string[] {
  return specification.variables
    .filter(({ config: { by } }) => by !== undefined)
    .map((variable) => {
      const rule = newLevelRule(variable, specification, undefined);
      const like = rule === 'like' ? ` ${[variable.config.like].flat().join('|')}` : '';
      const hasForms = specification.factors.some(
        ({ hasNoncentered, variables }) => hasNoncentered && variables.includes(variable),
      );
      const form = hasForms ? `; parametrization: ${variable.config.parametrization ?? 'auto'}` : '';
      return `levels of ${variable.name} not seen in training: ${rule}${like}${form}`;
    });
}

function preprocessingText({ config }: Specification, name: string, it: ColumnPreprocessing): string {
  const { transform, scale, encode, unseen, offset, factor, levels, fill } = it;
  const steps = [
    ...(fill === undefined ? [] : [`empty cells filled with ${fill}`]),
    ...(transform === undefined ? [] : [transform]),
    ...(scale === undefined ? [] : [`${scale}${constantsText({ offset, factor })}`]),
    ...(encode === undefined
      ? []
      : [
          `${encode} of ${levels === undefined ? 'the levels of training' : levels.join(', ')}, an unseen level is ${unseen === 'ignore' ? 'ignored' : 'an error'}`,
        ]),
  ];
  const isOutcome = name === (config.dependent_var ?? outcome);
  const back = isOutcome && encode === undefined ? '; predictions come back in its own units' : '';
  return `${name} is preprocessed: ${steps.join(', then ')}${back}`;
}

function constantsText(constants: Readonly<Record<string, number | undefined>>): string {
  const given = Object.entries(constants).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name} ${value}`],
  );
  return given.length === 0 ? ' by training' : ` by ${given.join(', ')}`;
}
