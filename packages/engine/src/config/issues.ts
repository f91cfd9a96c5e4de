// What a check of a value's form found wrong → problems in our words, with the nearest right key.
import { type Problem, problem } from './errors.ts';
import { nearest } from './nearest.ts';
import { describeValue, formatPath, valueAt } from './path.ts';

/** What is wrong at a place: as `checkForm` and zod tell it. */
export interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  /** What was expected. */
  readonly message: string;
  /** Keys that are not known there. */
  readonly keys?: readonly string[];
  /** The values there may be. */
  readonly values?: readonly unknown[];
}

/** The problems behind issues; `keysAt` lists the keys that the schema knows at a place. */
export function problemsOf(
  input: unknown,
  issues: readonly Issue[],
  keysAt: (path: readonly PropertyKey[]) => readonly string[],
): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
      return issue.keys.map((key) => unknownKey([...issue.path, key], key, keysAt(issue.path)));
    }
    const path = formatPath(issue.path);
    const value = valueAt(input, issue.path);
    if (value === undefined && issue.path.length > 0) {
      return [missing(path, issue.message)];
    }
    return [
      problem({
        path,
        code: 'wrong_value',
        found: describeValue(value),
        expected: issue.message,
        ...slip(issue, value),
      }),
    ];
  });
}

/** A key that must be there and is not. */
export function missing(path: string, expected: string): Problem {
  const message = `is missing; expected ${expected}`;
  return problem({ path, code: 'missing', found: 'nothing', expected, message });
}

function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): Problem {
  const suggestion = nearest(key, known);
  return problem({
    path: formatPath(path),
    code: 'unknown_key',
    found: JSON.stringify(key),
    expected: `one of ${known.join(', ')}`,
    message:
      suggestion === undefined
        ? `is not a known key; expected one of ${known.join(', ')}`
        : 'is not a known key',
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

function slip(issue: Issue, value: unknown): { suggestion?: string } {
  if (issue.values === undefined || typeof value !== 'string') return {};
  const suggestion = nearest(
    value,
    issue.values.filter((it) => typeof it === 'string'),
  );
  return suggestion === undefined ? {} : { suggestion };
}
