import { useState } from 'react';
import { typedDocument } from '../../api/typed-document';
import { useAction } from '../api/use-action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { DialogField } from '../dialog/dialog-field';
import { faultsAt, faultsElsewhere } from '../dialog/faults';
import { formatInstant } from '../display/instant';
import { AdminCancelSubscriptionDocument, type AdminCancelSubscriptionMutation } from '../generated/operations';
import { useAnnounce } from '../layout/announcer';
import type { ActionDialogProps } from './subscription-actions';

const CANCEL = typedDocument(AdminCancelSubscriptionDocument);
const payloadOf = (data: AdminCancelSubscriptionMutation) => data.cancelSubscription;

export function CancelDialog({ subscription, onChanged, onClose }: ActionDialogProps) {
  const announce = useAnnounce();
  const isEnding = subscription.cancelAtPeriodEnd || subscription.cancelAt !== null;
  const [now, setNow] = useState(isEnding);
  const [reason, setReason] = useState('');
  const { busy, faults, run } = useAction(CANCEL, payloadOf);
  const end = formatInstant(subscription.currentPeriodEnd);

  async function cancel(): Promise<void> {
    const input = { id: subscription.id, atPeriodEnd: !now, ...(reason.trim() ? { reason: reason.trim() } : {}) };
    if (!(await run({ input }))) return;
    announce(now ? 'The subscription is canceled.' : `The subscription ends on ${end}.`);
    onChanged();
    onClose();
  }

  return (
    <ConfirmDialog
      title="Cancel the subscription?"
      confirm={now ? 'Cancel now' : 'Cancel at the period’s end'}
      tone="danger"
      busy={busy}
      faults={faultsElsewhere(faults, 'reason')}
      onConfirm={() => void cancel()}
      onClose={onClose}
    >
      <fieldset className="choices">
        <legend>When</legend>
        <label>
          <input type="radio" name="when" checked={!now} disabled={isEnding} onChange={() => setNow(false)} />
          <span>
            At the end of the period
            <small>
              {isEnding
                ? 'It ends by then already.'
                : `It stays as it is until ${end}, then it ends. Until then it can be resumed.`}
            </small>
          </span>
        </label>
        <label>
          <input type="radio" name="when" checked={now} onChange={() => setNow(true)} />
          <span>
            Now
            <small>Access ends at once. It cannot be taken back, and what was paid is not refunded by it.</small>
          </span>
        </label>
      </fieldset>
      <DialogField label="Reason (optional)" note="Kept at Stripe as a comment." faults={faultsAt(faults, 'reason')}>
        {(attributes) => <input {...attributes} value={reason} onChange={(event) => setReason(event.target.value)} />}
      </DialogField>
    </ConfirmDialog>
  );
}
