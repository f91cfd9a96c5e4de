import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function sourcesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !/\.d\.ts$/.test(name))
    .filter((name) => !name.includes('node_modules') && !name.split(/[\\/]/).includes('dist'))
    .map((name) => join(root, folder, name));
}

/** Every place in the files where `isForbidden` holds, as `file:line text`. */
function findings(files: readonly string[], isForbidden: (node: ts.Node) => boolean): string[] {
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      if (isForbidden(node)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${relative(root, file)}:${line + 1} ${node.getText().slice(0, 60)}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** Operations of Math whose result IEEE 754 or the language fixes to the last bit. */
const exactOperations = new Set([
  'sqrt',
  'abs',
  'floor',
  'ceil',
  'round',
  'trunc',
  'sign',
  'min',
  'max',
  'imul',
  'fround',
  'clz32',
  'PI',
  'E',
  'LN2',
  'LN10',
  'LOG2E',
  'LOG10E',
  'SQRT2',
  'SQRT1_2',
]);

/** `Math` used in any way but `Math.<exact operation>`; this also finds `const { exp } = Math`. */
function isInexactMath(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'Math') return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  return !(
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === node &&
    exactOperations.has(parent.name.text)
  );
}

function isPower(node: ts.Node): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  if (kind !== ts.SyntaxKind.AsteriskAsteriskToken && kind !== ts.SyntaxKind.AsteriskAsteriskEqualsToken)
    return false;
  // 2 ** 53 and the like are exact.
  return !(isWholeLiteral(node.left) && isWholeLiteral(node.right));
}

function isWholeLiteral(node: ts.Node): boolean {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node;
  const bare = ts.isPrefixUnaryExpression(inner) ? inner.operand : inner;
  return ts.isNumericLiteral(bare) && Number.isInteger(Number(bare.text));
}

function isCodeFromText(node: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return false;
  if (node.text === 'eval') return !isMemberName(node);
  if (node.text === 'Function' && !isMemberName(node)) {
    return ts.isNewExpression(node.parent) || ts.isCallExpression(node.parent);
  }
  return false;
}

/** The name after a dot, of a property or of a key, which is not a reference to the global. */
function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) &&
      parent.name === node &&
      parent.expression.getText() !== 'globalThis') ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isMethodDeclaration(parent) && parent.name === node)
  );
}

function isComputedImport(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    node.expression.kind === ts.SyntaxKind.ImportKeyword &&
    !ts.isStringLiteralLike(node.arguments[0])
  );
}

function moduleName(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const name = node.moduleSpecifier;
    return name !== undefined && ts.isStringLiteral(name) ? name.text : undefined;
  }
  const isImportCall = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  if (!isImportCall) return undefined;
  const [name] = node.arguments;
  return ts.isStringLiteralLike(name) ? name.text : undefined;
}

const platformGlobals = new Set([
  'process',
  'Buffer',
  'window',
  'document',
  'navigator',
  'require',
  '__dirname',
]);

function isPlatformGlobal(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || !platformGlobals.has(node.text)) return false;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node && !isDeclaredIn(node);
  if (ts.isQualifiedName(parent) || ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent))
    return false;
  return ts.isCallExpression(parent) && parent.expression === node && !isDeclaredIn(node);
}

/** Whether the file itself declares the name, as a parameter or a variable called `document` does. */
function isDeclaredIn(node: ts.Identifier): boolean {
  let isFound = false;
  const visit = (it: ts.Node): void => {
    if (
      (ts.isVariableDeclaration(it) ||
        ts.isParameter(it) ||
        ts.isBindingElement(it) ||
        ts.isFunctionDeclaration(it)) &&
      it.name !== undefined &&
      it.name.getText() === node.text
    ) {
      isFound = true;
    }
    if (!isFound) ts.forEachChild(it, visit);
  };
  visit(node.getSourceFile());
  return isFound;
}

describe('the engine', () => {
  const engine = sourcesUnder('packages/engine/src');

  test('has sources to look at', () => {
    expect(engine.length).toBeGreaterThan(50);
  });

  test('uses no arithmetic that differs between platforms', () => {
    // A file's layout counts in powers of two, which are exact, and decides no number.
    const deciding = engine.filter((file) => !file.includes(join('interop', 'hdf5')));
    expect(findings(deciding, (node) => isInexactMath(node) || isPower(node))).toEqual([]);
  });

  test('imports no module of Node', () => {
    const isNodeModule = (node: ts.Node) =>
      /^(node:|(fs|path|os|url|crypto|worker_threads)$)/.test(moduleName(node) ?? '');
    expect(findings(engine, isNodeModule)).toEqual([]);
  });

  test('touches no global of Node or of a page', () => {
    expect(findings(engine, isPlatformGlobal)).toEqual([]);
  });
});

describe('every package', () => {
  const everything = ['engine', 'report', 'posterity', 'studio'].flatMap((name) =>
    sourcesUnder(`packages/${name}/src`),
  );

  test('never makes code from text', () => {
    expect(findings(everything, (node) => isCodeFromText(node) || isComputedImport(node))).toEqual([]);
  });

  test('imports in one direction: posterity and studio, report, engine', () => {
    const below: Readonly<Record<string, readonly string[]>> = {
      engine: [],
      report: ['@posterity/engine'],
      posterity: ['@posterity/engine', '@posterity/report'],
      studio: ['@posterity/engine', '@posterity/report'],
    };
    for (const [name, allowed] of Object.entries(below)) {
      const isUpward = (node: ts.Node) => {
        const imported = moduleName(node) ?? '';
        return (
          /^(@posterity\/|posterity$)/.test(imported) &&
          !allowed.some((it) => imported === it || imported.startsWith(`${it}/`))
        );
      };
      expect(findings(sourcesUnder(`packages/${name}/src`), isUpward)).toEqual([]);
    }
  });
});

test('a finder of forbidden code finds it', () => {
  const code =
    'const { exp } = Math; Math.log(1); x ** y; eval("1"); new Function("x"); import(name); Math.sqrt(2); 2 ** 53;';
  const source = ts.createSourceFile('x.ts', code, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isInexactMath(node) || isPower(node) || isCodeFromText(node) || isComputedImport(node))
      found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(source);
  expect(found).toEqual(['Math', 'Math', 'x ** y', 'eval', 'Function', 'import(name)']);
});
