/**
 * Values of levels that training has not seen, drawn for each draw of the posterior. The rules are those of brms
 * (Bürkner 2017, `sample_new_levels`) and one of our own:
 * - `population`: the median of the level's prior given the draw: the value of a typical level.
 * - `gaussian`: a draw from the prior given the draw: a new member of the population (of the prior's own family).
 * - `uncertainty`: the value of a known level picked at random anew for each draw, one pick for all variables of a group.
 * - `like`: the value of a named known level.
 */
import type { NewLevels } from '../config/config.ts';
import { type Problem, problem } from '../config/errors.ts';
import { nearest } from '../config/nearest.ts';
import { compareLevels } from '../data/groups.ts';
import { isSeries } from './seriesSteps.ts';
import type { GroupLevels } from './shape.ts';
import type { ModelVariable, Specification } from './specification.ts';

export type NewLevelRule = NewLevels | 'like';

/** What happens to a level of a variable's group that training has not seen. */
export function newLevelRule(
  variable: ModelVariable,
  specification: Specification,
  override: NewLevels | undefined,
): NewLevelRule {
  if (variable.config.like !== undefined) return 'like';
  return override ?? variable.config.new_levels ?? specification.config.new_levels;
}

/** The label of the level that `like` names. */
export function likeLabel(variable: ModelVariable): string {
  const { like } = variable.config;
  return typeof like === 'object' ? like.join('|') : String(like);
}

/** Problems with `like` levels that do not occur in training. */
export function likeProblems(
  specification: Specification,
  groups: ReadonlyMap<string, GroupLevels>,
): Problem[] {
  return specification.variables.flatMap((variable) => {
    const levels = groups.get(variable.domain.slice('by:'.length));
    if (variable.config.like === undefined || levels === undefined) return [];
    const label = likeLabel(variable);
    if (levels.labels.includes(label)) return [];
    const suggestion = nearest(label, levels.labels);
    return [
      problem({
        path: `variable_params.${variable.name}.like`,
        code: 'unknown_level',
        found: JSON.stringify(label),
        expected: `a level of ${levels.columns.join(', ')} that occurs in the data`,
        ...(suggestion === undefined ? {} : { suggestion }),
      }),
    ];
  });
}

/** Levels for which a variable cannot have a value: those within a series, and those beside a vector that is one whole. */
export function addedLevelProblems(
  variable: ModelVariable,
  known: GroupLevels,
  extended: GroupLevels,
  rule: NewLevelRule,
): Problem[] {
  if (rule === 'like') return [];
  if (variable.distribution.joint === undefined) return seriesProblems(variable, known, extended, rule);
  if (rule === 'uncertainty') return [];
  const message = `${variable.name} has a prior over all levels together (${variable.distribution.name}), which has no place for another level; predict by new_levels uncertainty or by like`;
  return [
    problem({
      path: known.columns.join(', '),
      code: 'joint_prior',
      found: rule,
      expected: 'uncertainty or like',
      message,
    }),
  ];
}

/** A series goes on after its end; levels in its past cannot be told. */
function seriesProblems(
  variable: ModelVariable,
  known: GroupLevels,
  extended: GroupLevels,
  rule: NewLevelRule,
): Problem[] {
  if (!isSeries(variable)) return [];
  const path = known.columns.join(', ');
  const last = known.levels[known.levels.length - 1]!;
  const early = extended.levels.slice(known.levels.length).filter((level) => compareLevels(level, last) < 0);
  const expected = `levels after ${known.labels[known.labels.length - 1]}`;
  if (rule === 'uncertainty') {
    const message = `${variable.name} is a series, which goes on by new_levels gaussian or population, not by uncertainty`;
    return [problem({ path, code: 'series_rule', found: rule, expected: 'gaussian or population', message })];
  }
  if (early.length === 0) return [];
  const found = early.slice(0, 3).map(String).join(', ');
  const message = `${variable.name} is a series; the level ${found} was not seen in training and does not come after its end (${expected})`;
  return [problem({ path, code: 'level_within_series', found, expected, message })];
}
