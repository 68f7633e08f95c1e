import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { WebhookEventRecord } from './webhook-event.record.js';
import type { WebhookHandlers, WebhookOutcome } from './webhook-handlers.js';
import type { WebhookInbox } from './webhook-inbox.js';
import type { WebhookWatcher } from './webhook-watcher.js';

export interface WorkerOptions {
  readonly concurrency: number;
  /** How often to look for what is due again or was left by another process. */
  readonly pollMs: number;
}

/** Works off the inbox. Any number of workers, in any number of processes, share one inbox. */
export class WebhookWorker {
  readonly #lanes = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;

  constructor(
    private readonly inbox: WebhookInbox,
    private readonly handlers: WebhookHandlers,
    private readonly logger: Logger,
    private readonly watcher: WebhookWatcher,
    private readonly options: WorkerOptions,
  ) {}

  start(): void {
    this.#isRunning = true;
    this.#timer = setInterval(() => this.wake(), this.options.pollMs);
    this.wake();
  }

  /** Something may be due. */
  wake(): void {
    if (!this.#isRunning || this.#lanes.size >= this.options.concurrency) return;
    const lane = this.#drain().finally(() => this.#lanes.delete(lane));
    this.#lanes.add(lane);
  }

  /** Resolves once nothing is due and nothing is under way. */
  async idle(): Promise<void> {
    this.wake();
    while (this.#lanes.size > 0) await Promise.all(this.#lanes);
  }

  /** Claims nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    clearInterval(this.#timer);
    await Promise.all(this.#lanes);
  }

  /** Works until nothing is due. An outage of MongoDB ends the lane; the next poll opens one again. */
  async #drain(): Promise<void> {
    try {
      while (this.#isRunning) {
        const claimed = await this.inbox.claim(randomUUID());
        if (!claimed) return;
        // Where there was one event, there may be more: another lane looks.
        this.wake();
        await this.#process(claimed);
      }
    } catch (error) {
      this.logger.error({ err: error }, 'The inbox of webhook events cannot be worked off; it is tried again');
    }
  }

  async #process(event: WebhookEventRecord): Promise<void> {
    const context = { eventId: event.event_id, eventType: event.event_type, attempt: event.attempts };
    const handler = this.handlers.get(event.event_type);
    if (!handler) {
      await this.inbox.ignored(event);
      this.watcher.settled('ignored', event.occurred_at);
      this.logger.debug(context, 'webhook event ignored');
      return;
    }
    let outcome: WebhookOutcome;
    try {
      outcome = await handler(objectOf(event), event.event_id);
    } catch (error) {
      const nextAttemptAt = await this.inbox.failed(event, error instanceof Error ? error.message : String(error));
      this.watcher.settled(nextAttemptAt ? 'retried' : 'failed', event.occurred_at);
      this.logger.warn({ ...context, nextAttemptAt, err: error }, 'webhook event failed');
      return;
    }
    await this.inbox.processed(event, {
      success: true,
      ...(outcome.subscriptionId === undefined ? {} : { subscription_id: outcome.subscriptionId }),
      ...(outcome.organizationId === undefined ? {} : { organization_id: outcome.organizationId }),
    });
    this.watcher.settled('processed', event.occurred_at);
    this.logger.info({ ...context, ...outcome }, 'webhook event processed');
  }
}

function objectOf({ event_data }: WebhookEventRecord): Record<string, unknown> {
  const data = event_data?.data as { readonly object?: Record<string, unknown> } | undefined;
  if (!data?.object) throw new Error('The stored event has no data.object');
  return data.object;
}
