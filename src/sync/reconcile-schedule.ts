import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job } from 'agenda';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import type { Reconciliation } from './reconciliation.js';

const JOB = 'reconcile';
const COLLECTION = 'scheduled_jobs';
/** After so long without a sign of life another process takes the run over. */
const LOCK_LIFETIME_MS = 10 * 60 * 1000;
/** Signs of life come at most this often. */
const SIGN_OF_LIFE_MS = 30_000;
/** A run that failed, because Stripe did not answer say, comes again after this long. */
const FAILURE_PAUSE_MS = 15 * 60 * 1000;
const LONGEST_POLL_MS = 60_000;

export interface ScheduleParts {
  readonly connection: Connection;
  readonly logger: Logger;
  readonly reconciliation: Pick<Reconciliation, 'run'>;
  /** Tells the worker of this process that the inbox has something to process. */
  readonly wake: () => void;
}

export interface ScheduleOptions {
  readonly intervalMs: number;
  readonly repair: boolean;
  /** For tests: the shorter, the sooner a run is taken over from a process that died. */
  readonly lockLifetimeMs?: number;
}

/**
 * Compares with Stripe from time to time: of all processes over one MongoDB, one at a time. The scheduler keeps its plan in
 * MongoDB, so a restart does not put a run off, and a run whose process died is taken over by another one.
 */
export class ReconcileSchedule {
  readonly #ending = new AbortController();
  #agenda: Agenda | undefined;
  #isRunning: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: ScheduleParts,
    private readonly options: ScheduleOptions,
  ) {}

  async start(): Promise<void> {
    const { connection, logger } = this.parts;
    const { intervalMs, lockLifetimeMs = LOCK_LIFETIME_MS } = this.options;
    if (!connection.db) throw new Error('The schedule needs an open connection to MongoDB');
    const agenda = new Agenda({
      backend: new MongoBackend({ mongo: connection.db as never, collection: COLLECTION }),
      processEvery: Math.min(LONGEST_POLL_MS, intervalMs, lockLifetimeMs),
    });
    agenda.on('error', (error) => logger.error({ err: error }, 'The scheduler of comparisons has an error'));
    agenda.define(JOB, (job) => this.#runJob(job), { concurrency: 1, lockLifetime: lockLifetimeMs });
    this.#agenda = agenda;
    await agenda.ready;
    // What is planned stays: to plan it anew at each start would put the run off, and take the lock of one under way.
    const { jobs } = await agenda.queryJobs({ name: JOB });
    if (!jobs.some(({ repeatInterval }) => Number(repeatInterval) === intervalMs)) {
      await agenda.every(intervalMs, JOB, undefined, { skipImmediate: true });
    }
    if (!this.#ending.signal.aborted) await agenda.start();
  }

  /** Ends the run that is under way after its page; another process takes it up. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#isRunning;
    await this.#agenda?.stop(false);
  }

  #runJob(job: Job): Promise<void> {
    const running = this.#reconcile(job);
    // Whoever stops waits for the end, not for its success.
    this.#isRunning = running.catch(() => undefined);
    return running;
  }

  async #reconcile(job: Job): Promise<void> {
    const { logger, reconciliation, wake } = this.parts;
    const { signal } = this.#ending;
    let lastSignAt = Date.now();
    const planned = job.attrs.nextRunAt;
    try {
      // Whoever finds the lock of a process that died waits until the job is due: so it stays due while it runs.
      job.attrs.nextRunAt = new Date();
      await job.touch();
      const { run, unrepaired } = await reconciliation.run({
        repair: this.options.repair,
        actor: 'scheduled comparison',
        wake,
        signal,
        onProgress: () => {
          if (Date.now() - lastSignAt < SIGN_OF_LIFE_MS) return;
          lastSignAt = Date.now();
          job.touch().catch((error: unknown) => logger.warn({ err: error }, 'could not keep the lock of a comparison'));
        },
      });
      job.attrs.nextRunAt = planned;
      const { checked_count: checked, drift_found: found, drift_left: left, missed_events: missed } = run;
      const level = found || missed ? 'warn' : 'info';
      logger[level](
        { checked, found, left, missed, unrepaired: Object.fromEntries(unrepaired) },
        'compared with Stripe',
      );
    } catch (error) {
      // The scheduler stores it when the job is done. What was interrupted is due at once, for another process.
      const pauseMs = signal.aborted ? 0 : Math.min(this.options.intervalMs, FAILURE_PAUSE_MS);
      job.attrs.nextRunAt = new Date(Date.now() + pauseMs);
      if (signal.aborted) return;
      logger.error({ err: error, nextRunAt: job.attrs.nextRunAt }, 'The comparison with Stripe failed');
      throw error;
    }
  }
}
