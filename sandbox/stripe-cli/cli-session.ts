import { WebSocket } from 'ws';
import type { StoredEvent } from '../events/stored-event.js';
import type { Clock } from '../state/clock.js';
import { newId } from '../state/ids.js';
import { webhookFrame } from './webhook-frame.js';

/** One `stripe listen`. What happens while it renews its connection, as it regularly does, waits for it. */
export class CliSession {
  readonly id = newId('cliws');
  readonly #waiting: StoredEvent[] = [];
  #socket: WebSocket | undefined;
  #absentSince: number | undefined;

  constructor(
    private readonly secret: string,
    private readonly latestVersion: string,
    private readonly clock: Clock,
  ) {
    this.#absentSince = clock.milliseconds();
  }

  /** For how many milliseconds it has been without a connection. */
  get absence(): number {
    return this.#absentSince === undefined ? 0 : this.clock.milliseconds() - this.#absentSince;
  }

  /** Takes a connection in the place of an earlier one. */
  connect(socket: WebSocket): void {
    this.#socket?.terminate();
    this.#socket = socket;
    this.#absentSince = undefined;
    socket.once('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#absentSince = this.clock.milliseconds();
    });
    for (const event of this.#waiting.splice(0)) this.send(event);
  }

  /** Hands over an event in both forms that Stripe sends; the client drops the one that it did not ask for. */
  send(event: StoredEvent): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      this.#waiting.push(event);
      return;
    }
    const { id: session, secret } = this;
    const seconds = this.clock.now();
    for (const apiVersion of [null, this.latestVersion]) {
      this.#socket.send(webhookFrame(event, { session, apiVersion, secret, seconds }));
    }
  }
}
