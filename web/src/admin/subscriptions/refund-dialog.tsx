import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import { typedDocument } from '../../api/typed-document';
import { failureText } from '../api/failure-text';
import { useAction } from '../api/use-action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { DialogField } from '../dialog/dialog-field';
import { faultsAt, faultsElsewhere } from '../dialog/faults';
import { decimalOf, formatMoney, minorUnitDigits, parseAmount } from '../display/money';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import {
  AdminCreateRefundDocument,
  type AdminCreateRefundMutation,
  AdminInvoicePaymentsDocument,
  AdminPaymentDocument,
  type AdminPaymentQuery,
  type InvoiceRowFragment,
} from '../generated/operations';
import { useAnnounce } from '../layout/announcer';

const PAYMENTS = typedDocument(AdminInvoicePaymentsDocument);
const PAYMENT = typedDocument(AdminPaymentDocument);
const REFUND = typedDocument(AdminCreateRefundDocument);
const payloadOf = (data: AdminCreateRefundMutation) => data.createRefund;

/** https://docs.stripe.com/api/refunds/create#create_refund-reason */
const REASONS: readonly (readonly [value: string, text: string])[] = [
  ['', 'None given'],
  ['requested_by_customer', 'The customer asked for it'],
  ['duplicate', 'It was charged twice'],
  ['fraudulent', 'It was fraud'],
];

interface RefundDialogProps {
  readonly invoice: InvoiceRowFragment;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Gives back what was paid for an invoice, all of it or a part. */
export function RefundDialog(props: RefundDialogProps) {
  const [payments] = useQuery({
    query: PAYMENTS,
    variables: { id: props.invoice.id },
    requestPolicy: 'network-only',
  });
  const paymentId = payments.data?.invoice?.paymentIntentIds[0];
  const [payment] = useQuery({
    query: PAYMENT,
    variables: { id: paymentId ?? '' },
    pause: paymentId === undefined,
    requestPolicy: 'network-only',
  });
  const found = payment.data?.paymentIntent;
  if (found) return <RefundForm {...props} payment={found} />;
  const error = payments.error ?? payment.error;
  const isMissing = payments.data && (paymentId === undefined || payment.data);
  return (
    <ConfirmDialog
      title="Refund a payment"
      confirm="Refund"
      busy={false}
      disabled
      faults={[]}
      onConfirm={() => undefined}
      onClose={props.onClose}
    >
      {error ? (
        <FailureBox title="The payment could not be read" text={failureText(error)} />
      ) : isMissing ? (
        <EmptyState title="No payment to refund">
          The invoice was paid otherwise, by a credit for instance, or its payment is not stored here yet.
        </EmptyState>
      ) : (
        <Skeleton lines={3} />
      )}
    </ConfirmDialog>
  );
}

type Payment = NonNullable<AdminPaymentQuery['paymentIntent']>;

function RefundForm({ invoice, payment, onDone, onClose }: RefundDialogProps & { readonly payment: Payment }) {
  const announce = useAnnounce();
  const { currency } = payment.amount;
  const left = payment.amountReceived.amount - payment.amountRefunded.amount;
  const [typed, setTyped] = useState<string>(decimalOf(left, minorUnitDigits(currency)));
  const [reason, setReason] = useState('');
  // The same key for each try of this dialog: a refund whose answer was lost is not made twice.
  const key = useRef(Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-'));
  const { busy, faults, run } = useAction(REFUND, payloadOf);
  const amount = parseAmount(typed, currency);
  const isPossible = amount !== null && amount > 0 && amount <= left;
  const local = isPossible
    ? []
    : [
        {
          message: `Enter an amount from the smallest up to ${formatMoney({ amount: left, currency })}.`,
          path: 'amount',
        },
      ];
  const shown = [...(left > 0 ? local : []), ...faults];

  async function refund(): Promise<void> {
    if (amount === null) return;
    const idempotencyKey = `${key.current}-${amount}-${reason}`;
    const input = { paymentIntentId: payment.id, amount, idempotencyKey, ...(reason ? { reason } : {}) };
    const done = await run({ input });
    if (!done) return;
    announce(`${formatMoney(done.refund?.amount ?? { amount, currency })} is refunded.`);
    onDone();
    onClose();
  }

  return (
    <ConfirmDialog
      title={`Refund ${invoice.number ?? invoice.id}?`}
      confirm={isPossible ? `Refund ${formatMoney({ amount, currency })}` : 'Refund'}
      tone="danger"
      busy={busy}
      disabled={!isPossible}
      faults={faultsElsewhere(shown, 'amount', 'reason')}
      onConfirm={() => void refund()}
      onClose={onClose}
    >
      <p>
        {formatMoney(payment.amountReceived)} was paid
        {payment.amountRefunded.amount > 0 ? `, of which ${formatMoney(payment.amountRefunded)} was given back` : ''}.
        The money goes back to the card; Stripe’s fee does not come back, and the subscription goes on.
      </p>
      {left > 0 ? null : <EmptyState title="Nothing is left to refund" />}
      <div className="field-pair">
        <DialogField label={`Amount in ${currency}`} faults={faultsAt(shown, 'amount')}>
          {(attributes) => (
            <input
              {...attributes}
              inputMode="decimal"
              value={typed}
              disabled={left <= 0}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </DialogField>
        <DialogField label="Reason" faults={faultsAt(shown, 'reason')}>
          {(attributes) => (
            <select {...attributes} value={reason} onChange={(event) => setReason(event.target.value)}>
              {REASONS.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          )}
        </DialogField>
      </div>
    </ConfirmDialog>
  );
}
