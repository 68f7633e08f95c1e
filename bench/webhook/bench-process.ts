import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadResult } from './load-result.js';
import type { StoryOptions } from './story.js';

/** What a process of the bench is told at its start. */
export interface BenchOptions {
  readonly stories: readonly StoryOptions[];
  readonly secret: string;
  /** Where events are delivered; empty for the ledger. */
  readonly webhookUrl: string;
  readonly ledgerUrl: string;
  readonly connections: number;
}

/** What the processes of the bench tell the one that started them. */
export type BenchMessage =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'prepared' }
  | { readonly kind: 'loaded'; readonly result: LoadResult };

/** Asks the load generator to deliver a story. */
export interface LoadOrder {
  readonly story: string;
}

/** Reads what `startBenchProcess` handed over. */
export function benchOptions(): BenchOptions {
  return JSON.parse(process.argv[2] ?? '') as BenchOptions;
}

/** A bench that was killed leaves no process behind. */
export function endWithParent(): void {
  process.once('disconnect', () => process.exit(1));
}

/** Starts one of the bench's own processes, in the order of its file's name: `ledger` or `load`. */
export function startBenchProcess(name: 'ledger' | 'load', options: BenchOptions): ChildProcess {
  return endingWithUs(fork(join(import.meta.dirname, `${name}.process.js`), [JSON.stringify(options)]));
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

/** The next message of the kind. Rejects when the process ends first or takes too long. */
export function nextMessage<K extends BenchMessage['kind']>(
  child: ChildProcess,
  kind: K,
  patienceMs: number,
): Promise<Extract<BenchMessage, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit);
      finish();
    };
    const onMessage = (message: BenchMessage) => {
      if (message.kind === kind) settle(() => resolve(message as Extract<BenchMessage, { kind: K }>));
    };
    const onExit = (code: number | null) =>
      settle(() => reject(new Error(`${child.spawnargs[1]} ended with ${code} before it said "${kind}"`)));
    const timer = setTimeout(
      () => settle(() => reject(new Error(`${child.spawnargs[1]} did not say "${kind}" within ${patienceMs} ms`))),
      patienceMs,
    );
    child.on('message', onMessage).on('exit', onExit);
  });
}
