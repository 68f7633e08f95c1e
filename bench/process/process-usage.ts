import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second, whatever its kernel's own tick is. */
const TICKS_PER_SECOND = 100;

/** Seconds of CPU, user and system together, that a process has taken so far. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
export function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return clockSeconds(ps(pid, 'time'));
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in the second field may hold spaces; what follows its bracket does not.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Bytes of memory that a process holds; undefined when it is gone. */
export function residentBytes(pid: number): number | undefined {
  try {
    if (process.platform !== 'linux') return Number(ps(pid, 'rss')) * 1024;
    const kilobytes = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
}

/** [[hours:]minutes:]seconds. */
function clockSeconds(text: string): number {
  return text.split(':').reduce((total, part) => total * 60 + Number(part), 0);
}
