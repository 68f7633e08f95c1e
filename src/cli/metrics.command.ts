import type { Config } from '../config.js';
import { withEngine } from './engine-parts.js';
import { type Progress, showProgress } from './progress.js';

/** Builds the ledger of the revenue anew, and puts it in the place of the one that answers. */
export async function rebuildMetrics(config: Config, restart: boolean): Promise<void> {
  await withEngine(config, async (app) => {
    let progress: Progress | undefined;
    const count = await app.revenueBuild
      .run({
        restart,
        onProgress: ({ done, expected }) => {
          progress ??= showProgress('subscriptions', expected);
          progress.show(done);
        },
      })
      .finally(() => progress?.end());
    console.log(`The revenue is counted anew, from the histories of ${count} subscriptions`);
  });
}
