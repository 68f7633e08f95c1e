import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A bench that was killed leaves no process behind. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(1));
}

const STOP_PATIENCE_MS = 35_000;

/** Ends a process in good order, or by force when it takes too long. */
export async function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}

export function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** However the bench ends, short of kill -9, the process does not outlive it. */
export function endingWithUs(child: ChildProcess): ChildProcess {
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}
