import { Model } from '@posterity/engine';
import { expect, test } from 'vitest';
import { latexToMathml } from './mathematics.ts';

test('a statement becomes a row of left side, relation and right side', () => {
  expect(
    latexToMathml('\\begin{aligned}\n\\sigma &\\sim \\mathrm{HalfNormal}\\left(1\\right)\n\\end{aligned}'),
  ).toBe(
    '<math displaystyle="true"><mtable><mtr><mtd><mrow><mi>σ</mi></mrow></mtd><mtd><mrow><mo>∼</mo></mrow></mtd>' +
      '<mtd><mrow><mi mathvariant="normal">HalfNormal</mi><mrow><mo stretchy="false">(</mo><mn>1</mn>' +
      '<mo stretchy="false">)</mo></mrow></mrow></mtd></mtr></mtable></math>',
  );
});

test('scripts, fractions and roots nest', () => {
  const markup = latexToMathml('x &= \\frac{a_{\\mathrm{b\\_c}}}{\\sqrt{{y}^{2}}}');
  expect(markup).toContain(
    '<mfrac><mrow><msub><mi>a</mi><mrow><mi mathvariant="normal">b_c</mi></mrow></msub></mrow>' +
      '<mrow><msqrt><mrow><msup><mrow><mi>y</mi></mrow><mrow><mn>2</mn></mrow></msup></mrow></msqrt></mrow></mfrac>',
  );
});

test('text cannot become markup', () => {
  expect(latexToMathml('a &= \\mathrm{<img>} < b')).not.toMatch(/<img|< b/);
});

test('everything the engine writes is understood', () => {
  const model = new Model({
    independent_vars: ['x', { X: ['p', 'q'] }],
    dependent_var: 'y_obs',
    variable_params: {
      a: { dist: 'Normal', params: { mu: 0, sigma: 1 }, by: 'g' },
      beta: { dist: 'Laplace', params: { mu: 0, b: 1 }, over: 'X' },
      sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
    },
    function_params: {
      function:
        'where(x > 0, sqrt(x) ** 2 / (1 + a), -log1p(abs(x))) + dot(X, beta) + min(a, 1) * softplus(x) - (x - a)',
    },
  });
  const markup = latexToMathml(model.describe().latex);
  // A command that was not understood would show its name, or leave a backslash or a brace.
  // The brace of cases is a bracket of the formula.
  expect(markup.replaceAll('>{<', '><')).not.toMatch(/[\\{}]|begin|aligned|operatorname|mathrm/);
  const opened = markup.match(/<m\w+/g)!.length;
  expect(markup.match(/<\/m\w+/g)!.length).toBe(opened);
});
