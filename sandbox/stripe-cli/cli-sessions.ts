import type { StoredEvent } from '../events/stored-event.js';
import type { Clock } from '../state/clock.js';
import { CliSession } from './cli-session.js';
import { webhookSecretFor } from './webhook-secret.js';

/** After so long without a connection a session is over; the client then asks for a new one by itself. */
const LONGEST_ABSENCE_MS = 30_000;

/** The running `stripe listen`s. They are not kept over a restart, since no connection is. */
export class CliSessions {
  readonly #sessions = new Map<string, CliSession>();

  constructor(
    private readonly latestVersion: string,
    private readonly clock: Clock,
  ) {}

  open(apiKey: string): CliSession {
    this.#forgetAbsent();
    const session = new CliSession(webhookSecretFor(apiKey), this.latestVersion, this.clock);
    this.#sessions.set(session.id, session);
    return session;
  }

  find(id: string): CliSession | undefined {
    this.#forgetAbsent();
    return this.#sessions.get(id);
  }

  /** Hands an event to every session. Which types it forwards, each client decides for itself. */
  send(event: StoredEvent): void {
    this.#forgetAbsent();
    for (const session of this.#sessions.values()) session.send(event);
  }

  #forgetAbsent(): void {
    for (const [id, session] of this.#sessions) {
      if (session.absence > LONGEST_ABSENCE_MS) this.#sessions.delete(id);
    }
  }
}
