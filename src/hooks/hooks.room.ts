import type { Ground, Room } from '../ground.js';
import { modelOn } from '../mongo/model.js';
import type { SubscriptionsRoom } from '../subscriptions/subscriptions.room.js';
import { HookHeadRecord } from './hook-head.record.js';
import { HookPlaceRecord } from './hook-place.record.js';
import { HookRunner, type HookRunnerParts } from './hook-runner.js';
import type { SubscriptionHook } from './subscription-hook.js';

/** What of a hook's name becomes part of ids. */
const NAME = /^[\w.-]{1,100}$/;

export interface HooksRoom extends Room {
  /** Calls them from now on. */
  start(): void;
  /** Resolves once all that is stored was told, or is to be tried again later. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error for a name that is no name, or that two hooks have */
export function openHooks(
  { connection }: Ground,
  { subscriptions }: { readonly subscriptions: SubscriptionsRoom },
  hooks: readonly SubscriptionHook[],
  onFailure: HookRunnerParts['onFailure'],
): HooksRoom {
  for (const { name } of hooks) {
    if (!NAME.test(name)) throw new Error(`A hook is named by 1 to 100 letters, digits or any of _ . -, not "${name}"`);
    if (hooks.filter((each) => each.name === name).length > 1) throw new Error(`Two hooks are named "${name}"`);
  }
  const heads = modelOn(connection, HookHeadRecord);
  const places = modelOn(connection, HookPlaceRecord);
  const runners = hooks.map(
    (hook) => new HookRunner(hook, { heads, places, changes: subscriptions.changes, onFailure }),
  );
  subscriptions.listeners.add((ids) => {
    for (const runner of runners) runner.told(ids);
  });
  return {
    start: () => {
      for (const runner of runners) runner.start();
    },
    idle: async () => {
      for (const runner of runners) await runner.idle();
    },
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
    resolvers: [],
    models: [heads, places],
  };
}
