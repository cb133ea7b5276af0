import { readFileSync } from 'node:fs';

/** Names one process for good: a pid alone is given to another process one day. */
export type ProcessIdentity = { pid: number; startedAt: string | null };

/** The identity of a running process; `startedAt` is null where the system has no /proc. */
export function processIdentity(pid: number): ProcessIdentity {
  return { pid, startedAt: startTime(pid) };
}

/** True while the process that was recorded still runs (and is not a dead one that nobody has collected). */
export function isSameProcess(recorded: unknown): recorded is ProcessIdentity {
  const { pid, startedAt } = (recorded ?? {}) as Partial<ProcessIdentity>;
  if (typeof pid !== 'number' || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return process.platform !== 'linux' || (startedAt !== null && startTime(pid) === startedAt);
}

// Ticks since boot, from /proc; with the boot's id, because pids and ticks start again after a reboot.
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return null;
  }
}
