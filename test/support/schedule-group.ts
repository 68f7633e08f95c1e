import { DriftReportDocument, type DriftReportQuery } from './generated/operations.js';
import { type Played, Schedule, ScheduleFailed } from './schedule-run.js';
import { isNoAnswer, type Stage } from './schedule-stage.js';

/** What came of a schedule: what was played, or why it failed. */
export type Outcome =
  | { readonly seed: number; readonly played: Played }
  | { readonly seed: number; readonly reason: string };

/** A run that died is begun again this often. */
const MOST_RUNS = 20;

/**
 * Plays schedules of several organizations at the same time, over the same workers. Then the engine compares everything
 * with Stripe: it must take in what was lost, and after that find no drift.
 *
 * @param deadly whether workers die at their writes
 */
export async function playTogether(stage: Stage, seeds: readonly number[], deadly: boolean): Promise<Outcome[]> {
  const schedules = seeds.map((seed) => new Schedule(stage, seed));
  const failures = new Map<number, string>();
  const played = new Map<number, Played>();
  const each = (chosen: readonly Schedule[], run: (schedule: Schedule) => Promise<void>) =>
    Promise.all(
      chosen.map((schedule) =>
        run(schedule).catch((error: unknown) => {
          failures.set(schedule.seed, error instanceof Error ? error.message : String(error));
        }),
      ),
    );
  const keepResult = async (schedule: Schedule) => {
    played.set(schedule.seed, await schedule.result());
  };
  await each(schedules, (schedule) => schedule.play(deadly));
  // Before the comparison, which must not be what mends them.
  const [compared, delivered] = [true, false].map((reconciles) =>
    schedules.filter((schedule) => schedule.reconciles === reconciles && !failures.has(schedule.seed)),
  );
  await each(delivered ?? [], keepResult);
  if (failures.size === 0) {
    await reconciled(stage);
    await each(compared ?? [], keepResult);
    const drifting = await driftFound(stage);
    const ofNobody = drifting.filter((drift) => !schedules.some(({ organization }) => drift.includes(organization)));
    for (const schedule of schedules) {
      const own = drifting.filter((drift) => drift.includes(schedule.organization));
      const faults = [...own, ...(schedule === schedules[0] ? ofNobody : [])];
      if (faults.length === 0 || failures.has(schedule.seed)) continue;
      failures.set(schedule.seed, `${schedule.told()}\n  The comparison found\n  ${faults.join('\n  ')}`);
    }
  }
  return seeds.flatMap((seed): Outcome[] => {
    const reason = failures.get(seed);
    if (reason !== undefined) return [{ seed, reason }];
    const result = played.get(seed);
    return result ? [{ seed, played: result }] : [];
  });
}

async function reconciled(stage: Stage): Promise<void> {
  for (let run = 0; run < MOST_RUNS; run += 1) if ((await stage.workers.reconcile(run)) !== null) return;
  throw new ScheduleFailed(`No worker lived through a comparison, and ${MOST_RUNS} tried`);
}

/** What the drift report of the API says, in words. */
async function driftFound(stage: Stage): Promise<string[]> {
  for (let place = 0; ; place += 1) {
    try {
      const url = await stage.workers.urlOf(place);
      const { driftReport } = await stage.ask<DriftReportQuery>(url, 'admin', DriftReportDocument, { first: 50 });
      if (driftReport.total === 0 && driftReport.nodes.length === 0 && driftReport.checkedCount > 0) return [];
      if (driftReport.nodes.length === 0) return [`The report says ${JSON.stringify(driftReport)}`];
      return driftReport.nodes.map((node) => JSON.stringify(node).slice(0, 2000));
    } catch (error) {
      if (!isNoAnswer(error) || place > MOST_RUNS) throw error;
    }
  }
}
