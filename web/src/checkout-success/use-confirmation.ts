import { useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { confirmCheckout } from './confirm-checkout';
import type { Confirmation } from './confirmation';

/** Milliseconds before each further look, growing: about a minute in all. */
const DELAYS = [1_000, 1_500, 2_500, 4_000, 6_000, 9_000, 13_000, 20_000];

/** Confirms a checkout, looks again while the payment or the subscription is on its way, and gives up in the end. */
export function useConfirmation(sessionId: string): readonly [Confirmation, () => void] {
  const client = useClient();
  const [confirmation, setConfirmation] = useState<Confirmation>({ phase: 'confirming' });
  const [round, setRound] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new run, although nothing else has changed.
  useEffect(() => {
    let left = false;
    let timer = 0;

    async function look(attempt: number): Promise<void> {
      const found = await confirmCheckout(client, sessionId);
      if (left) return;
      const delay = DELAYS[attempt];
      if (found.phase !== 'pending') return setConfirmation(found);
      if (delay === undefined) return setConfirmation({ phase: 'overdue', lacks: found.lacks });
      setConfirmation(found);
      timer = window.setTimeout(() => void look(attempt + 1), delay);
    }

    setConfirmation({ phase: 'confirming' });
    void look(0);
    return () => {
      left = true;
      window.clearTimeout(timer);
    };
  }, [client, sessionId, round]);

  const retry = useCallback(() => setRound((previous) => previous + 1), []);
  return [confirmation, retry];
}
