import { useCallback, useState } from 'react';
import { type AnyVariables, type TypedDocumentNode, useClient } from 'urql';
import type { BillingErrorPartsFragment } from '../generated/operations';
import { failureText } from './failure-text';

/** What every payload of a mutation has. */
interface Payload {
  readonly errors: readonly BillingErrorPartsFragment[];
}

export interface ActionFault {
  readonly message: string;
  /** The server's word for it; absent for what this page found itself. */
  readonly code?: BillingErrorPartsFragment['code'] | undefined;
  /** The path into the input, such as `quantity` or `prices.0.unitAmount`; absent for a fault of no field. */
  readonly path?: string | undefined;
  /** Stripe's id of the refused request, for support. */
  readonly reference?: string | null | undefined;
}

export interface Action<Variables, Outcome> {
  readonly busy: boolean;
  /** What the server refused, or why it gave no answer; empty before the first run and while it runs. */
  readonly faults: readonly ActionFault[];
  /** @returns the payload when nothing was refused, else null; `faults` says why. */
  readonly run: (variables: Variables) => Promise<Outcome | null>;
}

/** Runs a mutation and keeps what it was refused for, to be shown at its fields. */
export function useAction<Data, Variables extends AnyVariables, Outcome extends Payload>(
  document: TypedDocumentNode<Data, Variables>,
  payloadOf: (data: Data) => Outcome,
): Action<Variables, Outcome> {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<readonly ActionFault[]>([]);

  const run = useCallback(
    async (variables: Variables): Promise<Outcome | null> => {
      setBusy(true);
      setFaults([]);
      const { data, error } = await client.mutation(document, variables).toPromise();
      setBusy(false);
      if (error || !data) {
        setFaults([{ message: error ? failureText(error) : 'The server gave no answer.' }]);
        return null;
      }
      const payload = payloadOf(data);
      setFaults(payload.errors.map(toFault));
      return payload.errors.length === 0 ? payload : null;
    },
    [client, document, payloadOf],
  );
  return { busy, faults, run };
}

export function toFault({ code, message, field, stripeRequestId }: BillingErrorPartsFragment): ActionFault {
  const path = field?.slice(1).join('.');
  return { code, message, ...(path ? { path } : {}), reference: stripeRequestId };
}
