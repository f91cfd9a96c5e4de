// The errors a user meets: each says where, what was found, what was expected and the way out.

/** One thing wrong in a config or a data set; `code` is stable for programs, `message` is for people. */
export interface Problem {
  /** Place in the config (`variable_params.sigma.dist`) or, for data, the column's name; '' is the whole. */
  readonly path: string;
  readonly code: string;
  readonly found: string;
  readonly expected: string;
  readonly suggestion?: string;
  /** The sentence after the path. */
  readonly message: string;
  /** Where the value was written, e.g. `adoption.yaml:12:5`, when a file is known. */
  readonly origin?: string;
}

/** Every error that a user can cause; anything else is a defect of the library. */
export class PosterityError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PosterityError';
    this.code = code;
  }
}

/** The config cannot be used; `problems` holds every reason at once. */
export class ConfigError extends PosterityError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('config', describeProblems(problems));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** The data cannot be used; `problems` holds every reason at once. */
export class DataError extends PosterityError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('data', describeProblems(problems));
    this.name = 'DataError';
    this.problems = problems;
  }
}

/** Something was asked of a model that only a fitted model can answer. */
export class NotFittedError extends PosterityError {
  constructor(asked: string) {
    super('not_fitted', `${asked} needs a fitted model; call fit(X, y) or load a saved model first`);
    this.name = 'NotFittedError';
  }
}

/** An option asks for what cannot be done, such as more folds than rows. */
export class OptionError extends PosterityError {
  constructor(message: string) {
    super('option', message);
    this.name = 'OptionError';
  }
}

/** A saved file is cut short, altered, of another kind or from a newer version. */
export class FormatError extends PosterityError {
  constructor(message: string, options?: ErrorOptions) {
    super('format', message, options);
    this.name = 'FormatError';
  }
}

/** The parts of a problem; without a `message` the sentence is `<found> is not <expected>; did you mean …?`. */
export type ProblemParts = Omit<Problem, 'message'> & { readonly message?: string };

/** A problem with its sentence written out. */
export function problem(parts: ProblemParts): Problem {
  const sentence = parts.message ?? `${parts.found} is not ${parts.expected}`;
  const wayOut = parts.suggestion === undefined ? '' : `; did you mean ${JSON.stringify(parts.suggestion)}?`;
  return { ...parts, message: sentence + wayOut };
}

/** One line of a problem: `path (origin): sentence`. */
export function describeProblem(it: Problem): string {
  const place = it.origin === undefined ? it.path : `${it.path} (${it.origin})`.trimStart();
  return place === '' ? it.message : `${place}: ${it.message}`;
}

function describeProblems(problems: readonly Problem[]): string {
  return problems.map(describeProblem).join('\n');
}
