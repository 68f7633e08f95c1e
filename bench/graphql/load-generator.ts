import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { end, endingWithUs } from '../process/child-process.js';
import { type Contestant, HEADERS } from './contestant.js';
import type { LoadFigures, LoadOrder } from './load-order.js';

const PATIENCE_MS = 60_000;

/** The process that asks the servers, one at a time. */
export class LoadGenerator {
  readonly #child: ChildProcess = endingWithUs(fork(join(import.meta.dirname, 'load.process.js')));

  /** @throws Error when an answer was not 200, or none came */
  async run(
    server: Contestant,
    load: Pick<LoadOrder, 'bodies' | 'connections' | 'milliseconds'>,
  ): Promise<LoadFigures> {
    const order: LoadOrder = { url: server.url, headers: HEADERS, ...load };
    this.#child.send(order);
    const signal = AbortSignal.timeout(load.milliseconds + PATIENCE_MS);
    const [figures] = (await once(this.#child, 'message', { signal })) as [LoadFigures];
    if (figures.failures > 0) throw new Error(`${server.name} did not answer ${figures.failures} requests with 200`);
    return figures;
  }

  stop(): Promise<void> {
    return end(this.#child);
  }
}
