import { useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { confirmCheckout } from './confirm-checkout';
import { followCheckout } from './follow-checkout';
import type { Confirmation } from './confirmation';

/** Milliseconds before each further look while the server tells of changes by itself, as long in all. */
const LIVE_DELAYS = [19_000, 19_000, 19_000];

/** Milliseconds before each further look, growing: about a minute in all. */
const DELAYS = [1_000, 1_500, 2_500, 4_000, 6_000, 9_000, 13_000, 20_000];

/**
 * Confirms a checkout, and looks again when the server tells that it changed; where it cannot tell, again and again, until
 * the payment and the subscription are there or the patience is used up.
 */
export function useConfirmation(sessionId: string): readonly [Confirmation, () => void] {
  const client = useClient();
  const [confirmation, setConfirmation] = useState<Confirmation>({ phase: 'confirming' });
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new run, although nothing else has changed.
  useEffect(() => {
    let left = false;
    let timer = 0;

    let follow: ReturnType<typeof followCheckout> | undefined;
    let isLive = false;
    let looks = 0;

    function finish(found: Confirmation): void {
      setConfirmation(found);
      leave();
    }

    async function look(attempt: number): Promise<void> {
      window.clearTimeout(timer);
      looks += 1;
      const own = looks;
      const found = await confirmCheckout(client, sessionId);
      // A later look, which knows more, is under way.
      if (left || own !== looks) return;
      if (found.phase !== 'pending') return finish(found);
      const delay = (isLive ? LIVE_DELAYS : DELAYS)[attempt];
      if (delay === undefined) return finish({ phase: 'overdue', lacks: found.lacks });
      setConfirmation(found);
      timer = window.setTimeout(() => void look(attempt + 1), delay);
      follow ??= followCheckout(client, sessionId, (nowLive, news) => {
        isLive = nowLive;
        if (news && !left) void look(0);
      });
    }

    function leave(): void {
      left = true;
      window.clearTimeout(timer);
      follow?.unsubscribe();
    }

    setConfirmation({ phase: 'confirming' });
    void look(0);
    return leave;
  }, [client, sessionId, round]);

  const retry = useCallback(() => setRound((previous) => previous + 1), []);
  return [confirmation, retry];
}
