import { useCallback, useEffect, useState } from 'react';
import { useClient } from 'urql';
import { typedDocument } from '../../api/typed-document';
import { failureText } from '../api/failure-text';
import { type ActionFault, toFault } from '../api/use-action';
import {
  AdminChangePreviewDocument,
  type AdminChangePreviewQuery,
  type ChangeSubscriptionInput,
} from '../generated/operations';

const PREVIEW = typedDocument(AdminChangePreviewDocument);
/** How long nothing more is typed before the server is asked. */
const PAUSE_MS = 250;

type Preview = AdminChangePreviewQuery['subscriptionChangePreview'];

/** What a change would cost, by a quote that can be confirmed. */
export interface Quote extends Omit<Preview, 'errors'> {
  readonly quoteId: string;
}

export interface QuoteState {
  /** Null while it is asked for, where nothing is to be asked, and where the change is refused. */
  readonly quote: Quote | null;
  readonly asking: boolean;
  readonly faults: readonly ActionFault[];
  /** Why there was no answer; null where there was one. */
  readonly failure: string | null;
  /** Asks anew, as after a quote was refused. */
  readonly ask: () => void;
}

interface Answer {
  readonly key: string;
  readonly preview: Preview | undefined;
  readonly failure: string | null;
}

/** @param input what would be changed; null where it is not complete, or nothing would change */
export function useQuote(input: ChangeSubscriptionInput | null): QuoteState {
  const client = useClient();
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const asked = input && JSON.stringify(input);
  const key = `${round} ${asked}`;
  useEffect(() => {
    if (asked === null) return undefined;
    let isWanted = true;
    const timer = setTimeout(async () => {
      const variables = { input: JSON.parse(asked) as ChangeSubscriptionInput };
      const { data, error } = await client.query(PREVIEW, variables, { requestPolicy: 'network-only' }).toPromise();
      if (!isWanted) return;
      setAnswer({ key, preview: data?.subscriptionChangePreview, failure: error ? failureText(error) : null });
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [client, asked, key]);
  const ask = useCallback(() => setRound((before) => before + 1), []);
  const current = answer?.key === key ? answer : null;
  const { preview } = current ?? {};
  return {
    quote: preview?.quoteId ? { ...preview, quoteId: preview.quoteId } : null,
    asking: asked !== null && current === null,
    faults: preview?.errors.map(toFault) ?? [],
    failure: current?.failure ?? null,
    ask,
  };
}
