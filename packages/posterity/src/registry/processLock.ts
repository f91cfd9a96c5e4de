// Locks among processes by files alone, of which exactly one contender gets one. Each makes a file of its own whose
// name says who it is, then looks at the others': one who finds the lock held, or a contender before it in order of
// names, steps back; one who finds only contenders after it waits until they have stepped back or turn out to hold
// it. A dead process's files belong to nobody else, so removing them can never free a lock that is held.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileError } from '../files/fileError.ts';
import type { Release } from './registry.ts';

const separator = '~';
const heldMark = `${separator}held`;
let taken = 0;

/** Takes the lock of a name; undefined while another holds it. `name` must be fit for a file. */
export async function tryLock(folder: string, name: string): Promise<Release | undefined> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileError(folder, error);
  });
  const own = [name, ...Object.values(self()), ++taken].join(separator);
  const held = own + heldMark;
  const release: Release = async () => {
    await rm(join(folder, held), { force: true });
    await rm(join(folder, own), { force: true });
  };
  try {
    await makeFile(join(folder, own));
    for (;;) {
      const others = (await holders(folder, name)).filter((file) => file !== own);
      if (others.some((file) => file.endsWith(heldMark) || file < own)) break;
      if (others.length === 0) {
        await makeFile(join(folder, held));
        return release;
      }
      await pause(1);
    }
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return undefined;
}

/** Files of the living that hold or try for the lock; those of the dead are removed. */
export async function holders(folder: string, name: string): Promise<string[]> {
  const found = (await readdir(folder)).filter((file) => file.startsWith(name + separator));
  const living = found.filter((file) => isAlive(file.split(separator).slice(1)));
  await Promise.all(
    found.filter((file) => !living.includes(file)).map((file) => rm(join(folder, file), { force: true })),
  );
  return living;
}

async function makeFile(path: string): Promise<void> {
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    throw fileError(path, error);
  }
}

interface Identity {
  readonly host: string;
  /** Changes when the machine starts anew; '-' where it cannot be known. */
  readonly boot: string;
  readonly pid: string;
  /** Tells a process from a later one of the same number; '-' where it cannot be known. */
  readonly start: string;
}

let known: Identity | undefined;

function self(): Identity {
  known ??= {
    host: digest(hostname()),
    boot: bootOf(),
    pid: String(process.pid),
    start: startOf(process.pid),
  };
  return known;
}

/** Of another machine nothing can be known: its locks hold until they are removed by hand. */
function isAlive([host, boot, pid, start]: readonly string[]): boolean {
  const own = self();
  if (host !== own.host) return true;
  if (boot !== own.boot) return false;
  if (pid === own.pid && start === own.start) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ESRCH') return false;
  }
  return startOf(Number(pid)) === start;
}

function bootOf(): string {
  try {
    return digest(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  } catch {
    return '-';
  }
}

/** When a process began, in the kernel's ticks (field 22 of /proc/PID/stat, after the name in brackets). */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '-';
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
