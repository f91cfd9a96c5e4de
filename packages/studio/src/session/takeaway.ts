// Texts that repeat a fit elsewhere: on the command line and in a program.
import type { Names } from '../worker/protocol.ts';

/** The command that gives the same draws. */
export function commandOf(names: Names): string {
  const stem = names.config.replace(/\.ya?ml$/, '');
  return `posterity fit ${quoted(names.config)} ${quoted(names.data)} --out ${quoted(`${stem}.nc`)}`;
}

/** A program that gives the same draws. */
export function typescriptOf(names: Names): string {
  const [config, data] = [names.config, names.data].map((name) => JSON.stringify(name));
  return `import { Model, readConfig, readData } from 'posterity';

const model = new Model(await readConfig(${config}));
const table = await readData(${data});
await model.fitTable(table);

console.log(model.verdict().status, model.summary());
console.log(model.predict(table, { alpha: 0.9 }));
`;
}

function quoted(name: string): string {
  return /^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
