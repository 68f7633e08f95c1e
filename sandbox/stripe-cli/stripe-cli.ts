import type { EventLog } from '../events/event-log.js';
import type { UpgradeListener } from '../http/listening.js';
import type { PublicAddress } from '../http/public-address.js';
import type { Route } from '../http/route.js';
import { API_VERSION } from '../state/api-version.js';
import type { Clock } from '../state/clock.js';
import type { Ledger } from '../state/ledger.js';
import type { Store } from '../state/store.js';
import { CliSessions } from './cli-sessions.js';
import { EventStream } from './event-stream.js';
import { ForwardedEvents } from './forwarded-events.js';
import { stripeCliRoutes } from './stripe-cli.routes.js';

export interface StripeCliParts {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly address: PublicAddress;
  readonly log: (line: string, fields?: object) => void;
}

/** What `stripe listen` of the official CLI talks to. Its protocol is public only as the CLI's source. */
export class StripeCli {
  readonly routes: readonly Route[];
  readonly #stream: EventStream;
  readonly #stopListening: () => void;

  constructor(parts: StripeCliParts) {
    const sessions = new CliSessions(API_VERSION, parts.clock);
    const forwarded = new ForwardedEvents(parts);
    this.routes = stripeCliRoutes(sessions, parts.address, API_VERSION);
    this.#stream = new EventStream(sessions, (frame) => forwarded.received(frame));
    this.#stopListening = parts.events.onEvent((event) => sessions.send(event));
  }

  readonly upgrade: UpgradeListener = (request, socket, head) => this.#stream.upgrade(request, socket, head);

  async close(): Promise<void> {
    this.#stopListening();
    await this.#stream.close();
  }
}
