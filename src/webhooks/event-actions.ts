import { objectOf } from './event-object.js';
import type { OwnEventHandling } from './own-event-handlers.js';
import type { WebhookEventRecord } from './webhook-event.record.js';
import { UnusableEvent } from './webhook-failure.js';
import type { WebhookHandlers, WebhookOutcome } from './webhook-handlers.js';

/** What is done for events: by the engine's table, and after it by the handlers of the program that hosts the engine. */
export class EventActions {
  constructor(
    private readonly handlers: WebhookHandlers,
    private readonly own: OwnEventHandling,
  ) {}

  /** Whether anything is to be done for a type. */
  acts(type: string): boolean {
    return this.handlers.has(type) || this.own.has(type);
  }

  /** Whether nobody but the engine acts on a type, so that it is done once what it tells of is stored. */
  isEnginesAlone(type: string): boolean {
    return !this.own.has(type);
  }

  /** Events of one lane are about one object, and have one handler of the engine's or none. */
  laneOf(event: WebhookEventRecord): string {
    const { event_type: type, event_id } = event;
    const id = objectOf(event)?.id;
    const whose = this.handlers.has(type) ? '' : 'own ';
    return `${whose}${type.split('.').slice(0, -1).join('.')}:${typeof id === 'string' ? id : event_id}`;
  }

  /**
   * The engine's part, once for all events of a lane.
   *
   * @param events the oldest first
   */
  async apply(events: readonly WebhookEventRecord[]): Promise<WebhookOutcome> {
    const latest = events.at(-1);
    const handler = latest && this.handlers.get(latest.event_type);
    if (!handler) return {};
    const object = objectOf(latest);
    if (!object) throw new UnusableEvent('The stored event has no data.object');
    return handler(object, latest.event_id);
  }

  /**
   * The part of the program that hosts the engine, for each event by itself.
   *
   * @returns why it failed; undefined when it did not
   */
  async finish(event: WebhookEventRecord, outcome: WebhookOutcome): Promise<Error | undefined> {
    try {
      await this.own.run(event, outcome);
      return undefined;
    } catch (error) {
      return error as Error;
    }
  }
}
