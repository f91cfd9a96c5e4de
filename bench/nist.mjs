/**
 * NIST's 27 nonlinear regression problems (StRD) from both starts: the mode under flat priors must agree with the certified
 * values. Writes docs/nist.md.
 *
 * Usage: npm run build && node bench/nist.mjs nist.json
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Model } from '../packages/engine/dist/index.js';

const file = process.argv[2];
if (file === undefined) {
  console.error('usage: node bench/nist.mjs nist.json');
  process.exit(1);
}
const { problems } = JSON.parse(readFileSync(file, 'utf8'));
/** Digits asked of every parameter. */
const asked = 6;

function solve(problem, which) {
  const names = problem.parameters.map(({ name }) => name);
  const model = new Model({
    independent_vars: problem.independent_vars,
    dependent_var: problem.dependent_var,
    variable_params: {
      ...Object.fromEntries(names.map((name) => [name, { dist: 'Flat', params: {} }])),
      sigma: { dist: 'HalfFlat', params: {} },
    },
    // JavaScript has no -a ** 2.
    function_params: { function: problem.function.replace(/-(\(x-b\d\)\*\*2)/g, '-($1)') },
  });
  const start = Object.fromEntries(problem.parameters.map((it) => [it.name, it[which]]));
  const found = model.mode(problem.data, undefined, { start });
  // NIST's log relative error of the worst parameter, at most the 11 digits that are certified.
  const digits = Math.min(
    ...problem.parameters.map(({ name, value }) => {
      const error = Math.abs(found.values[name] - value) / Math.abs(value);
      return Math.max(0, Math.min(11, -Math.log10(error)));
    }),
  );
  return { ...found, digits };
}

const rows = Object.entries(problems).map(([name, problem]) => {
  return { name, problem, first: solve(problem, 'start1'), second: solve(problem, 'start2') };
});
const right = (of) => rows.filter((row) => row[of].converged && row[of].digits >= asked).length;
const wrong = rows.flatMap((row) =>
  ['first', 'second']
    .filter((of) => row[of].converged && row[of].digits < asked)
    .map((of) => `${row.name} (${of} start)`),
);
const cell = ({ converged, digits, reason, evaluations }) =>
  converged ? `${digits.toFixed(1)} | ${evaluations}` : `not converged: ${reason} | ${evaluations}`;
const text = `# NIST's nonlinear regressions

The 27 problems of NIST's Statistical Reference Datasets (nonlinear regression), each as a model with flat priors, whose mode
\`model.mode(X, y, { start })\` seeks from NIST's far (1) and near (2) start. Digits are the worst parameter's log relative error
against the certified values, 11 at most. At least ${asked} digits: **${right('first')} of ${rows.length} from start 1, ${right('second')} of ${rows.length} from start 2**; every
other search says that it has not converged${wrong.length === 0 ? '' : `, except ${wrong.join(', ')}`}. Made by \`node bench/nist.mjs nist.json\`.

| problem | difficulty | digits, start 1 | evaluations | digits, start 2 | evaluations |
|---|---|---|---|---|---|
${rows.map(({ name, problem, first, second }) => `| ${name} | ${problem.difficulty} | ${cell(first)} | ${cell(second)} |`).join('\n')}
`;
writeFileSync(new URL('../docs/nist.md', import.meta.url), text);
console.log(text);
process.exitCode = wrong.length > 0 ? 2 : 0;
