import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { endingWithUs } from '../process/child-process.js';
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
  /** How many events are due each second; as many as the server takes when absent. */
  readonly perSecond?: number;
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

/** Starts one of the bench's own processes, in the order of its file's name: `ledger` or `load`. */
export function startBenchProcess(name: 'ledger' | 'load', options: BenchOptions): ChildProcess {
  return endingWithUs(fork(join(import.meta.dirname, `${name}.process.js`), [JSON.stringify(options)]));
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
