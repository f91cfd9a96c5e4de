/** Groups with too few levels for a prior that ties them. */
import { type Problem, problem } from '../config/errors.ts';
import { groupOf } from './names.ts';
import type { GroupLevels } from './shape.ts';
import type { Specification } from './specification.ts';

export function levelProblems(
  { variables }: Specification,
  groups: ReadonlyMap<string, GroupLevels>,
): Problem[] {
  return variables.flatMap(({ name, domain, distribution }) => {
    if (!distribution.joint?.isShorter || !domain.startsWith('by:')) return [];
    const { columns, labels } = groups.get(groupOf(domain))!;
    if (labels.length > 1) return [];
    const found = `the single level ${labels.join()}`;
    return [
      problem({
        path: columns.join(', '),
        code: 'single_level',
        found,
        expected: 'two levels or more',
        message: `${distribution.name} of ${name} ties the levels of ${columns.join(', ')} together and needs two or more; found ${found}`,
      }),
    ];
  });
}
