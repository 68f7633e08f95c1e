import { setTimeout as sleep } from 'node:timers/promises';
import { HEADERS } from '../graphql/contestant.js';
import { metricsBody, oneBody, pageBody } from '../graphql/page-operation.js';

/** Asks what a product and a dashboard ask, in turn, so many times a second, one at a time, until it is stopped. */
export class SteadyReads {
  answered = 0;
  /** What was answered otherwise than with data. */
  readonly failures: string[] = [];
  #stopped = false;
  readonly #running: Promise<void>;

  constructor(
    private readonly url: string,
    perSecond: number,
    subscriptionId: string,
  ) {
    this.#running = this.#run(1000 / perSecond, [pageBody(null), oneBody(subscriptionId), metricsBody(null)]);
  }

  stop(): Promise<void> {
    this.#stopped = true;
    return this.#running;
  }

  async #run(pauseMs: number, bodies: readonly string[]): Promise<void> {
    const startedAt = performance.now();
    for (let turn = 0; !this.#stopped; turn += 1) {
      const body = bodies[turn % bodies.length] ?? '';
      await this.#ask(body).catch((error: unknown) => this.failures.push(String(error)));
      const wait = startedAt + (turn + 1) * pauseMs - performance.now();
      if (wait > 0) await sleep(wait);
    }
  }

  async #ask(body: string): Promise<void> {
    const answer = await fetch(this.url, { method: 'POST', headers: HEADERS, body });
    const text = await answer.text();
    const { errors } = JSON.parse(text) as { errors?: unknown };
    if (!answer.ok || errors) throw new Error(`${answer.status}: ${text.slice(0, 500)}`);
    this.answered += 1;
  }
}
