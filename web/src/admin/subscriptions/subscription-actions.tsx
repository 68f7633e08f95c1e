import { useState } from 'react';
import { CancelDialog } from './cancel-dialog';
import { ChangeDialog } from './change-dialog';
import { ResumeDialog } from './resume-dialog';
import type { SubscriptionDetails } from './subscription-page';

interface SubscriptionActionsProps {
  readonly subscription: SubscriptionDetails;
  readonly onChanged: () => void;
}

export interface ActionDialogProps extends SubscriptionActionsProps {
  readonly onClose: () => void;
}

/** What the state of a subscription allows, each behind a dialog that says what will happen. */
export function SubscriptionActions({ subscription, onChanged }: SubscriptionActionsProps) {
  const [open, setOpen] = useState<'cancel' | 'resume' | 'change' | null>(null);
  const { status, cancelAtPeriodEnd, cancelAt } = subscription;
  if (status === 'CANCELED' || status === 'INCOMPLETE_EXPIRED') return null;
  const isEnding = cancelAtPeriodEnd || cancelAt !== null;
  const shared = { subscription, onChanged, onClose: () => setOpen(null) };
  return (
    <>
      <button type="button" className="button button-small" onClick={() => setOpen('change')}>
        Change…
      </button>
      {isEnding || status === 'PAUSED' ? (
        <button type="button" className="button button-small" onClick={() => setOpen('resume')}>
          Resume…
        </button>
      ) : null}
      <button type="button" className="button button-small button-quiet-danger" onClick={() => setOpen('cancel')}>
        Cancel…
      </button>
      {open === 'cancel' ? <CancelDialog {...shared} /> : null}
      {open === 'resume' ? <ResumeDialog {...shared} /> : null}
      {open === 'change' ? <ChangeDialog {...shared} /> : null}
    </>
  );
}
