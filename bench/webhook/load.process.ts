/**
 * The load generator, the same for every server: a closed loop over keep-alive connections, each of which delivers the
 * next event of the stream as soon as its last one was answered. Requests are made and signed before the clock starts
 * (beyond MADE_BEFORE of them, as they are sent). Before events are delivered, the ledger is told that they happened:
 * Stripe is always ahead of its deliveries, here by one to two times LEAD events.
 */
import Stripe from 'stripe';
import { endWithParent } from '../process/child-process.js';
import { percentile } from '../process/percentile.js';
import { RawConnection } from '../process/raw-connection.js';
import { type BenchMessage, type LoadOrder, benchOptions } from './bench-process.js';
import type { LoadResult } from './load-result.js';
import { renderEvent } from './stripe-objects.js';
import { type Story, tellStory } from './story.js';

/** More would take much memory, and the first signatures would be too old when they are sent. */
const MADE_BEFORE = 5_000;
const LEAD = 50;

const options = benchOptions();
const target = new URL(options.webhookUrl);

/** A story as requests. */
class Deliveries {
  bytes = 0;
  readonly #made: Buffer[];

  constructor(readonly story: Story) {
    this.#made = story.events.slice(0, MADE_BEFORE).map((_, place) => this.#make(place));
  }

  request(place: number): Buffer {
    return this.#made[place] ?? this.#make(place);
  }

  #make(place: number): Buffer {
    const event = this.story.events[place];
    if (!event) throw new Error(`The story has no event ${place}`);
    const payload = renderEvent(event);
    this.bytes += Buffer.byteLength(payload);
    const headers = [
      `POST ${target.pathname} HTTP/1.1`,
      `host: ${target.host}`,
      'user-agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(payload)}`,
      `stripe-signature: ${Stripe.webhooks.generateTestHeaderString({ payload, secret: options.secret })}`,
    ];
    return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${payload}`);
  }
}

async function deliver(deliveries: Deliveries): Promise<LoadResult> {
  const { events, options: story } = deliveries.story;
  const happened = new Map<number, Promise<unknown>>();
  const tell = (lead: number) => {
    if (!happened.has(lead)) {
      const place = Math.min((lead + 1) * LEAD, events.length);
      const told = fetch(`${options.ledgerUrl}/bench/${story.name}/${place}`, { method: 'POST' });
      happened.set(
        lead,
        told.then((answer) => answer.text()),
      );
    }
    return happened.get(lead);
  };
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => RawConnection.open(target.hostname, Number(target.port))),
  );
  await Promise.all([tell(0), tell(1)]);
  const latencies = new Float64Array(events.length);
  const statuses: Record<string, number> = {};
  let next = 0;
  const startedAt = Date.now();
  const start = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      for (let place = next++; place < events.length; place = next++) {
        const lead = Math.floor(place / LEAD);
        if (place % LEAD === 0) void tell(lead + 1);
        await tell(lead);
        const request = deliveries.request(place);
        const sentAt = performance.now();
        const status = await connection.send(request);
        latencies[place] = performance.now() - sentAt;
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const connection of connections) connection.close();
  latencies.sort();
  return {
    startedAt,
    seconds,
    statuses,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    bodyBytes: deliveries.bytes / events.length,
  };
}

endWithParent();
const prepared = new Map(options.stories.map((story) => [story.name, new Deliveries(tellStory(story))]));
process.on('message', async ({ story }: LoadOrder) => {
  const deliveries = prepared.get(story);
  if (!deliveries) throw new Error(`There is no story "${story}"`);
  const result = await deliver(deliveries);
  process.send?.({ kind: 'loaded', result } satisfies BenchMessage);
});
process.send?.({ kind: 'prepared' } satisfies BenchMessage);
