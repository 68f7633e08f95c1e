import type { Config } from '../config.js';
import { withEngine } from './engine-parts.js';
import { syncProgress } from './sync-progress.js';

/** Reads everything that Stripe has, and stores it; goes on where an earlier one was ended. */
export async function syncWithStripe(config: Config, restart: boolean): Promise<void> {
  const progress = syncProgress(process.stdout.isTTY);
  await withEngine(config, async (app) => {
    const { run, unstored } = await app.backfill
      .run({
        restart,
        onBegin: ({ created_at }, isResumed) => {
          if (isResumed)
            console.log(`Goes on with the one begun at ${created_at.toISOString()}; --restart begins anew`);
        },
        onProgress: (each) => progress.show(each),
      })
      .catch((error: unknown) => {
        console.error('It has not come to its end; the same command goes on after the last page that was stored');
        throw error;
      })
      .finally(() => progress.end());
    console.log(`${run.checked_count} objects read, ${run.written ?? 0} records written`);
    for (const [reason, count] of Object.entries(run.skipped)) console.log(`Left out: ${count} ${reason}`);
    for (const [id, reason] of unstored) console.log(`Not stored: ${id}: ${reason}`);
    if (unstored.size > 0) process.exitCode = 1;
  });
}
