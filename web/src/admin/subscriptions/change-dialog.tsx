import { useState } from 'react';
import { useQuery } from 'urql';
import { typedDocument } from '../../api/typed-document';
import { useAction } from '../api/use-action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { DialogField } from '../dialog/dialog-field';
import { faultsAt, faultsElsewhere } from '../dialog/faults';
import {
  AdminChangeSubscriptionDocument,
  type AdminChangeSubscriptionMutation,
  AdminPlansDocument,
  type BillingInterval,
  type ChangeSubscriptionInput,
  type ProrationBehavior,
} from '../generated/operations';
import { useAnnounce } from '../layout/announcer';
import { formatMoney } from '../display/money';
import { planName } from './subscription-cells';
import type { ActionDialogProps } from './subscription-actions';
import { ChangePreview } from './change-preview';
import { type Quote, useQuote } from './use-quote';

const CHANGE = typedDocument(AdminChangeSubscriptionDocument);
const PLANS = typedDocument(AdminPlansDocument);
const payloadOf = (data: AdminChangeSubscriptionMutation) => data.changeSubscription;
const FIELDS = ['planUid', 'billingInterval', 'quantity', 'prorationBehavior'] as const;

const PRORATIONS: Readonly<Record<ProrationBehavior, string>> = {
  CREATE_PRORATIONS: 'On the next invoice',
  ALWAYS_INVOICE: 'At once, by an invoice of its own',
  NONE: 'Not at all',
};

/** Another plan, interval or quantity. */
export function ChangeDialog({ subscription, onChanged, onClose }: ActionDialogProps) {
  const announce = useAnnounce();
  const [{ data }] = useQuery({ query: PLANS, variables: {} });
  const current = {
    planUid: subscription.plan?.uid ?? '',
    billingInterval: subscription.billingInterval ?? ('MONTH' as BillingInterval),
    quantity: String(subscription.items.find(({ quantity }) => quantity !== null)?.quantity ?? 1),
  };
  const [wanted, setWanted] = useState(current);
  const [proration, setProration] = useState<ProrationBehavior>('CREATE_PRORATIONS');
  const { busy, faults, run } = useAction(CHANGE, payloadOf);
  const quantity = /^\d{1,9}$/.test(wanted.quantity) ? Number(wanted.quantity) : 0;
  const local = quantity > 0 ? [] : [{ message: 'Enter a whole number of at least 1.', path: 'quantity' }];
  const isSame = JSON.stringify(wanted) === JSON.stringify(current);
  const input: ChangeSubscriptionInput = {
    id: subscription.id,
    ...(wanted.planUid === current.planUid ? {} : { planUid: wanted.planUid }),
    ...(wanted.billingInterval === current.billingInterval ? {} : { billingInterval: wanted.billingInterval }),
    ...(wanted.quantity === current.quantity ? {} : { quantity }),
    prorationBehavior: proration,
  };
  const quoting = useQuote(isSame || local.length > 0 ? null : input);
  const { quote } = quoting;
  const [refusedQuote, setRefusedQuote] = useState<{ readonly quote: Quote; readonly input: string } | null>(null);
  // What a quote was refused for is about its own input only.
  const isAbout = refusedQuote?.input === JSON.stringify(input);
  const refusal = faults.find(({ path }) => path === 'quoteId');
  const refused = refusedQuote && refusal && isAbout ? { quote: refusedQuote.quote, why: refusal } : null;
  const shown = [...local, ...quoting.faults, ...faults.filter(({ path }) => path !== 'quoteId')];

  async function change(confirmed: Quote): Promise<void> {
    setRefusedQuote({ quote: confirmed, input: JSON.stringify(input) });
    const done = await run({ input: { ...input, quoteId: confirmed.quoteId } });
    if (!done) {
      // Whatever it was refused for, the next attempt is for amounts of then.
      quoting.ask();
      return;
    }
    announce(done.subscription ? `Changed to ${planName(done.subscription)}.` : 'Changed.');
    onChanged();
    onClose();
  }

  return (
    <ConfirmDialog
      title="Change the subscription?"
      confirm={quote?.amountDueNow?.amount ? `Charge ${formatMoney(quote.amountDueNow)}` : 'Change now'}
      busy={busy}
      disabled={quote === null}
      faults={faultsElsewhere(shown, ...FIELDS)}
      onConfirm={() => void (quote && change(quote))}
      onClose={onClose}
    >
      <DialogField label="Plan" faults={faultsAt(shown, 'planUid')}>
        {(attributes) => (
          <select
            {...attributes}
            value={wanted.planUid}
            onChange={(event) => setWanted({ ...wanted, planUid: event.target.value })}
          >
            {current.planUid === '' ? <option value="">No plan of the engine</option> : null}
            {(data?.plans ?? [])
              .filter(({ archived, uid }) => !archived || uid === current.planUid)
              .map(({ uid, name }) => (
                <option key={uid} value={uid}>
                  {name}
                </option>
              ))}
          </select>
        )}
      </DialogField>
      <div className="field-pair">
        <DialogField label="Interval" faults={faultsAt(shown, 'billingInterval')}>
          {(attributes) => (
            <select
              {...attributes}
              value={wanted.billingInterval}
              onChange={(event) => setWanted({ ...wanted, billingInterval: event.target.value as BillingInterval })}
            >
              <option value="MONTH">Monthly</option>
              <option value="YEAR">Yearly</option>
            </select>
          )}
        </DialogField>
        <DialogField label="Quantity" faults={faultsAt(shown, 'quantity')}>
          {(attributes) => (
            <input
              {...attributes}
              inputMode="numeric"
              value={wanted.quantity}
              onChange={(event) => setWanted({ ...wanted, quantity: event.target.value.trim() })}
            />
          )}
        </DialogField>
      </div>
      <DialogField label="The rest of the period is settled" faults={faultsAt(shown, 'prorationBehavior')}>
        {(attributes) => (
          <select
            {...attributes}
            value={proration}
            onChange={(event) => setProration(event.target.value as ProrationBehavior)}
          >
            {Object.entries(PRORATIONS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        )}
      </DialogField>
      <ChangePreview id={subscription.id} isSame={isSame} state={quoting} refused={refused} />
    </ConfirmDialog>
  );
}
