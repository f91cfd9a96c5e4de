// Makes a clone runnable: installs when node_modules does not match the lock file, builds when a source has
// changed since the last build. Says nothing and takes a few milliseconds when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { isBuilt, isInstalled, root } from './sources.mjs';

function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`posterity needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}
if (!isInstalled()) {
  console.error('Installing the packages of package-lock.json …');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}
if (!isBuilt()) {
  console.error('Building …');
  run(process.execPath, ['scripts/build.mjs', '--no-types']);
}
