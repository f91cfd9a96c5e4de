import { Command } from 'commander';
import { addBacktest } from './backtest.ts';
import { addCalibrate } from './calibrate.ts';
import { addCheck } from './check.ts';
import { addCompare } from './compare.ts';
import { addConvert } from './convert.ts';
import { addCrossval } from './crossval.ts';
import { addDemo } from './demo.ts';
import { addDiagnose } from './diagnose.ts';
import { addEffects } from './effects.ts';
import { addExport } from './export.ts';
import { addFit } from './fit.ts';
import { addKeys } from './keys.ts';
import { addLogp } from './logp.ts';
import { addPlot } from './plot.ts';
import { addPredict } from './predict.ts';
import { addPrior } from './prior.ts';
import { addRefresh } from './refresh.ts';
import { addReport } from './report.ts';
import { addSchema } from './schema.ts';
import { addServe } from './serve.ts';
import { addStudio } from './studio.ts';
import { addSuite } from './suite/suite.ts';
import type { Terminal } from './terminal.ts';
import { addUp } from './up.ts';
import { addUpdate } from './update.ts';
import { version } from './version.ts';
import { addWorker } from './worker.ts';

/** Adds one command; what it needs beyond the terminal it imports when it runs. */
type AddCommand = (program: Command, terminal: Terminal) => void;

const commands: readonly AddCommand[] = [
  addFit,
  addUpdate,
  addRefresh,
  addBacktest,
  addPredict,
  addEffects,
  addReport,
  addPlot,
  addExport,
  addConvert,
  addCheck,
  addPrior,
  addCalibrate,
  addDiagnose,
  addCompare,
  addCrossval,
  addLogp,
  addSchema,
  addSuite,
  addServe,
  addKeys,
  addWorker,
  addUp,
  addDemo,
  addStudio,
];

/** The command line `posterity`. */
export function commandLine(terminal: Terminal): Command {
  const program = new Command('posterity')
    .description('Bayesian models as production software.')
    .version(version)
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showHelpAfterError('Add --help for the options and examples.')
    .exitOverride();
  for (const addCommand of commands) addCommand(program, terminal);
  return program;
}
