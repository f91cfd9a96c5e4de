// What the numbers were measured on, and how much of it other programs took meanwhile.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';

export function machine() {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    commit: spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout?.trim() ?? '',
    date: new Date().toISOString().slice(0, 10),
  };
}

const ticksPerSecond = 100;

function busySeconds() {
  if (!existsSync('/proc/stat')) return Number.NaN;
  const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)[0]
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user + nice + system + irq + softirq + steal) / ticksPerSecond;
}

/** Starts a meter; calling the result gives how many cores other processes used since (NaN where that is not known). */
export function foreignMeter() {
  const [begin, busy, own] = [performance.now(), busySeconds(), process.cpuUsage()];
  return () => {
    const wall = (performance.now() - begin) / 1000;
    const { user, system } = process.cpuUsage(own);
    return Math.max(0, (busySeconds() - busy - (user + system) / 1e6) / wall);
  };
}
