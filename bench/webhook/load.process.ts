/**
 * The load generator, the same for every server, over keep-alive connections. Without a rate it is a closed loop: each
 * connection delivers the next event of the stream as soon as its last one was answered, and requests are made and signed
 * before the clock starts (beyond MADE_BEFORE of them, as they are sent). With a rate every event has an instant at which
 * it is due, and waits for it; one that finds no free connection is late, and the server has to answer for that.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithParent } from '../process/child-process.js';
import { percentile } from '../process/percentile.js';
import { RawConnection } from '../process/raw-connection.js';
import { type BenchMessage, type LoadOrder, benchOptions } from './bench-process.js';
import { deliveryRequest } from './delivery-request.js';
import { LedgerClock } from './ledger-clock.js';
import type { LoadResult } from './load-result.js';
import { renderEvent } from './stripe-objects.js';
import { type Story, tellStory } from './story.js';

/** More would take much memory, and the first signatures would be too old when they are sent. */
const MADE_BEFORE = 5_000;

const options = benchOptions();
const target = new URL(options.webhookUrl);

/** A story as requests. */
class Deliveries {
  bytes = 0;
  readonly #made: Buffer[];

  constructor(readonly story: Story) {
    const madeBefore = options.perSecond === undefined ? MADE_BEFORE : 0;
    this.#made = story.events.slice(0, madeBefore).map((_, place) => this.#make(place));
  }

  request(place: number): Buffer {
    return this.#made[place] ?? this.#make(place);
  }

  #make(place: number): Buffer {
    const event = this.story.events[place];
    if (!event) throw new Error(`The story has no event ${place}`);
    const payload = renderEvent(event);
    this.bytes += Buffer.byteLength(payload);
    return deliveryRequest(target, options.secret, payload);
  }
}

async function deliver(deliveries: Deliveries): Promise<LoadResult> {
  const { events } = deliveries.story;
  const clock = new LedgerClock(options.ledgerUrl, deliveries.story);
  const connections = await Promise.all(
    Array.from({ length: options.connections }, () => RawConnection.open(target.hostname, Number(target.port))),
  );
  await clock.reach(0);
  const latencies = new Float64Array(events.length);
  const statuses: Record<string, number> = {};
  let next = 0;
  const startedAt = Date.now();
  const start = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      for (let place = next++; place < events.length; place = next++) {
        await due(place, start);
        await clock.reach(place);
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

/** Resolves at the instant of the event; at once in a closed loop. */
async function due(place: number, start: number): Promise<void> {
  if (options.perSecond === undefined) return;
  const wait = start + (place * 1000) / options.perSecond - performance.now();
  if (wait > 0) await sleep(wait);
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
