import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { environmentWithoutSettings } from '../../src/config.js';

/** What a worker is told. */
export type WorkerOrder =
  | {
      readonly kind: 'start';
      readonly env: Readonly<Record<string, string>>;
      /** Of the small delays of its writes. */
      readonly seed: number;
      readonly logLevel: string;
      readonly publishesPlans: boolean;
    }
  /** It kills itself at the n-th write from now on, before MongoDB hears of it or after it has answered. */
  | { readonly kind: 'die'; readonly atWrite: number; readonly side: 'before' | 'after' }
  /** It compares everything with Stripe, and takes in what was never delivered. */
  | { readonly kind: 'reconcile' };

/** What a worker tells. */
export type WorkerReport =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'reconciled'; readonly missed: number };

interface Worker {
  readonly child: ChildProcess;
  readonly url: string;
}

const SCRIPT = join(import.meta.dirname, 'schedule-worker.js');

/** Engine processes over one database and one Stripe; whichever dies is replaced, by one that stood by where there is. */
export class ScheduleWorkers {
  readonly #places: Promise<Worker>[] = [];
  readonly #children = new Set<ChildProcess>();
  #standby: ChildProcess | undefined;
  #isClosing = false;
  #started = 0;
  #failure: Error | undefined;
  /** How many died since the beginning. */
  deaths = 0;

  /** @param isToStandBy whether one process more is kept loaded, for deaths that are expected */
  constructor(
    private readonly settings: Omit<Extract<WorkerOrder, { kind: 'start' }>, 'kind' | 'publishesPlans' | 'seed'>,
    private readonly isToStandBy: boolean,
  ) {}

  async open(count: number): Promise<void> {
    for (let place = 0; place < count; place += 1) {
      this.#places.push(this.#start(place, place === 0));
      // The first one publishes the plans and makes the indexes.
      await this.#places[0];
    }
    await Promise.all(this.#places);
    if (this.isToStandBy) this.#standby = this.#fork();
  }

  get count(): number {
    return this.#places.length;
  }

  /** Where the worker is, or the one that takes its place while it is dead. */
  async urlOf(place: number): Promise<string> {
    if (this.#failure) throw this.#failure;
    const worker = await this.#places[place % this.#places.length];
    if (!worker) throw new Error('There is no worker');
    return worker.url;
  }

  async willDie(place: number, atWrite: number, side: 'before' | 'after'): Promise<void> {
    const worker = await this.#places[place % this.#places.length];
    worker?.child.send({ kind: 'die', atWrite, side } satisfies WorkerOrder);
  }

  /**
   * Has a worker compare everything with Stripe.
   *
   * @returns how many events it took in that were never delivered; null when it died over it
   */
  async reconcile(place: number): Promise<number | null> {
    const worker = await this.#places[place % this.#places.length];
    if (!worker) throw new Error('There is no worker');
    const { child } = worker;
    return new Promise((resolve) => {
      const done = (missed: number | null) => {
        child.off('message', hear);
        child.off('exit', died);
        resolve(missed);
      };
      const hear = (report: WorkerReport) => {
        if (report.kind === 'reconciled') done(report.missed);
      };
      const died = () => done(null);
      child.on('message', hear);
      child.once('exit', died);
      child.send({ kind: 'reconcile' } satisfies WorkerOrder);
    });
  }

  /** kill -9, whatever it is at. */
  async kill(place: number): Promise<void> {
    const worker = await this.#places[place % this.#places.length];
    if (!worker) return;
    const ended = once(worker.child, 'exit');
    worker.child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const ends = [...this.#children].map(async (child) => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    });
    await Promise.all(ends);
  }

  #fork(): ChildProcess {
    const child = fork(SCRIPT, { env: environmentWithoutSettings(), execArgv: [], stdio: ['ignore', 2, 2, 'ipc'] });
    this.#children.add(child);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }

  async #start(place: number, publishesPlans: boolean): Promise<Worker> {
    const child = this.#standby ?? this.#fork();
    this.#standby = undefined;
    this.#started += 1;
    // One of two writes every delivery down first, as under load.
    const env = { ...(place % 2 === 1 ? { WEBHOOK_RUSH_FROM: '0' } : {}), ...this.settings.env };
    const order = { kind: 'start', ...this.settings, env, seed: this.#started, publishesPlans } satisfies WorkerOrder;
    const port = await new Promise<number>((resolve, reject) => {
      child.on('message', (report: WorkerReport) => {
        if (report.kind === 'ready') resolve(report.port);
      });
      child.once('exit', (code, signal) => reject(new Error(`A worker ended before it began: ${signal ?? code}`)));
      child.send(order);
    });
    child.once('exit', (code, signal) => this.#ended(place, `${signal ?? code}`));
    return { child, url: `http://127.0.0.1:${port}` };
  }

  #ended(place: number, how: string): void {
    if (this.#isClosing) return;
    if (how !== 'SIGKILL') {
      this.#failure = new Error(`A worker ended by itself: ${how}`);
      return;
    }
    this.deaths += 1;
    const next = this.#start(place, false);
    next.catch((error: Error) => {
      this.#failure = error;
    });
    this.#places[place] = next;
    if (this.isToStandBy) this.#standby = this.#fork();
  }
}
