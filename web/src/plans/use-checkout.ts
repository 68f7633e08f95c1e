import { useCallback, useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { typedDocument } from '../api/typed-document';
import { billingErrorNotice } from '../billing-error/billing-error-notice';
import { failureNotice } from '../billing-error/failure-notice';
import type { Notice } from '../billing-error/notice';
import { CreateCheckoutDocument, type CreateCheckoutInput } from '../generated/operations';
import { useIdentity } from '../identity/identity-context';
import { PurchaseKey } from './purchase-key';

const CREATE_CHECKOUT = typedDocument(CreateCheckoutDocument);
const NO_ADDRESS: Notice = {
  title: 'Stripe gave no page to pay on',
  advice: 'Nothing was charged. Try again shortly.',
  remedy: 'retry',
};

/** What is bought, as the buyer chose it. */
export type Selection = Omit<CreateCheckoutInput, 'idempotencyKey'>;

export interface Checkout {
  /** From the click until the browser leaves for the hosted page. */
  readonly busy: boolean;
  readonly notice: Notice | null;
  readonly buy: (selection: Selection) => Promise<void>;
  readonly dismiss: () => void;
}

/** Buys: asks who is buying where nobody is known, opens a checkout, and goes to Stripe's hosted page. */
export function useCheckout(): Checkout {
  const client = useClient();
  const { viewer, identify } = useIdentity();
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState<Notice | null>(null);
  const key = useRef(new PurchaseKey());

  // Back from Stripe's page, a browser may show this one as it was left.
  useEffect(() => {
    const restored = (event: PageTransitionEvent): void => {
      if (event.persisted) setBusy(false);
    };
    window.addEventListener('pageshow', restored);
    return () => window.removeEventListener('pageshow', restored);
  }, []);

  const buy = useCallback(
    async (selection: Selection) => {
      setNotice(null);
      if (viewer?.role === 'ANONYMOUS' && !(await identify())) return;
      setBusy(true);
      const input = { ...selection, idempotencyKey: key.current.of(selection) };
      const { data, error } = await client.mutation(CREATE_CHECKOUT, { input }).toPromise();
      const [refusal] = data?.createCheckout.errors ?? [];
      const address = data?.createCheckout.checkoutUrl;
      if (!error && address) {
        key.current.renew();
        window.location.assign(address);
        return;
      }
      setBusy(false);
      if (error) return setNotice(purchaseFailure(failureNotice(error)));
      if (refusal?.code !== 'STRIPE_UNAVAILABLE') key.current.renew();
      setNotice(refusal ? billingErrorNotice(refusal) : NO_ADDRESS);
    },
    [client, viewer, identify],
  );

  const dismiss = useCallback(() => setNotice(null), []);
  return { busy, notice, buy, dismiss };
}

/** The buyer's first question after a failure of unknown outcome, answered. */
function purchaseFailure(notice: Notice): Notice {
  if (notice.remedy !== 'retry') return notice;
  return { ...notice, advice: `${notice.advice} It is safe: you cannot be charged twice.` };
}
