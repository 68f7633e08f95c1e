import { typedDocument } from '../../api/typed-document';
import { useAction } from '../api/use-action';
import { ConfirmDialog } from '../dialog/confirm-dialog';
import { formatInstant } from '../display/instant';
import { AdminResumeSubscriptionDocument, type AdminResumeSubscriptionMutation } from '../generated/operations';
import { useAnnounce } from '../layout/announcer';
import type { ActionDialogProps } from './subscription-actions';

const RESUME = typedDocument(AdminResumeSubscriptionDocument);
const payloadOf = (data: AdminResumeSubscriptionMutation) => data.resumeSubscription;

export function ResumeDialog({ subscription, onChanged, onClose }: ActionDialogProps) {
  const announce = useAnnounce();
  const { busy, faults, run } = useAction(RESUME, payloadOf);

  async function resume(): Promise<void> {
    if (!(await run({ input: { id: subscription.id } }))) return;
    announce('The subscription goes on.');
    onChanged();
    onClose();
  }

  return (
    <ConfirmDialog
      title="Resume the subscription?"
      confirm="Resume"
      busy={busy}
      faults={faults}
      onConfirm={() => void resume()}
      onClose={onClose}
    >
      <p>
        {subscription.status === 'PAUSED'
          ? 'It becomes active again, and Stripe makes an invoice for the new period.'
          : `The cancellation is taken back: it renews on ${formatInstant(subscription.currentPeriodEnd)} as usual.`}
      </p>
    </ConfirmDialog>
  );
}
