import { AsyncLocalStorage } from 'node:async_hooks';

const released = new AsyncLocalStorage<boolean>();
let users = 0;
let restore = () => undefined as void;

/**
 * Runs work whose timeouts, and those of all that it begins, do not keep the process alive. For a library that leaves
 * timeouts behind and gives nobody a hand on them: Agenda looks after a job that has ended for half its lock's
 * lifetime, whether it was stopped or not.
 */
export function withoutHoldingTheProcess<T>(work: () => T): T {
  return released.run(true, work);
}

/** Runs work that belongs to none of that. */
export function holdingTheProcess<T>(work: () => T): T {
  return released.run(false, work);
}

/**
 * From now on timeouts of such work are let go of, until as many calls of the returned function. All others pass
 * unchanged.
 */
export function releaseTimeouts(): () => void {
  users += 1;
  if (users === 1) {
    const original = globalThis.setTimeout;
    const releasing = new Proxy(original, {
      apply: (target, self, values) => {
        const timeout: NodeJS.Timeout = Reflect.apply(target, self, values);
        return released.getStore() ? timeout.unref() : timeout;
      },
    });
    globalThis.setTimeout = releasing;
    restore = () => {
      // Somebody who replaced it later keeps theirs.
      if (globalThis.setTimeout === releasing) globalThis.setTimeout = original;
    };
  }
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    users -= 1;
    if (users === 0) restore();
  };
}
