import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../api/request-log.js';
import type { App } from '../app.js';
import type { Config } from '../config.js';
import type { ReplayChoice, ReplayedEvent } from '../webhooks/webhook-replay.js';
import { withEngine } from './engine-parts.js';
import { showProgress } from './progress.js';

/** How many events are under way at once: so many that workers never wait, so few that an interruption leaves little. */
const GROUP = 500;
const LOOK_EVERY_MS = 100;
/** How many failures are listed; the others are found by webhookEvents. */
const MOST_LISTED = 20;

/**
 * Processes events of the inbox once more and waits for what comes of it. Engines that run take part; this process has a
 * worker of its own as well, so none has to.
 *
 * @returns false when an event has failed again, or the user broke it off
 * @throws Error for an id that there is no event of, or whose event is being processed anyway
 */
export function replay(config: Config, choice: ReplayChoice): Promise<boolean> {
  // Failures are what the summary tells of.
  return withEngine(config, (app) => replayWith(app, choice), createLogger('error', false));
}

async function replayWith(app: App, choice: ReplayChoice): Promise<boolean> {
  const ids = await app.replay.choose(choice);
  await refuseUnready(app, choice, ids);
  if (ids.length === 0) {
    console.log('There is no event to replay.');
    return true;
  }
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt);
  app.worker.start();
  const ended = await throughAll(app, ids, interruption.signal);
  process.off('SIGINT', interrupt);
  console.log(summaryOf(ids.length, ended));
  return ended.length === ids.length && ended.every(({ status }) => status !== 'failed');
}

/** Whoever names an event wants to know why nothing is done with it. */
async function refuseUnready(app: App, { ids: named }: ReplayChoice, ids: readonly string[]): Promise<void> {
  const others = (named ?? []).filter((id) => !ids.includes(id));
  if (others.length === 0) return;
  const known = await app.replay.known(others);
  const reasons = others.map((id) =>
    known.has(id)
      ? `${id} is being processed or waits for its next attempt, or the other options leave it out`
      : `${id} is not in the inbox`,
  );
  throw new Error(`Nothing was replayed:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`);
}

/** Group after group, each until it is at rest. */
async function throughAll(app: App, ids: readonly string[], signal: AbortSignal): Promise<ReplayedEvent[]> {
  const progress = showProgress('Replay', ids.length);
  const all: ReplayedEvent[] = [];
  try {
    for (let start = 0; start < ids.length && !signal.aborted; start += GROUP) {
      const group = ids.slice(start, start + GROUP);
      await app.replay.begin(group);
      app.worker.wake();
      let ended = await app.replay.ended(group);
      while (ended.length < group.length && !signal.aborted) {
        progress.show(all.length + ended.length);
        await sleep(LOOK_EVERY_MS);
        ended = await app.replay.ended(group);
      }
      all.push(...ended);
      progress.show(all.length);
    }
  } finally {
    progress.end();
  }
  return all;
}

function summaryOf(total: number, ended: readonly ReplayedEvent[]): string {
  const counted = (status: string) => ended.filter((event) => event.status === status).length;
  const failed = ended.filter(({ status }) => status === 'failed');
  const lines = failed
    .slice(0, MOST_LISTED)
    .map((event) => `  ${event.event_id} ${event.event_type}: ${event.processing_result?.error ?? 'no reason'}`);
  if (failed.length > MOST_LISTED) lines.push(`  and ${failed.length - MOST_LISTED} others: webhookEvents, FAILED`);
  const left = total - ended.length;
  return [
    `Replayed ${ended.length} of ${total}: ${counted('processed')} processed, ${counted('ignored')} ignored, ` +
      `${failed.length} failed again${left > 0 ? `; ${left} broken off` : ''}`,
    ...lines,
  ].join('\n');
}
