import { type FormEvent, type ReactNode, useId } from 'react';
import type { ActionFault } from '../api/use-action';
import { FaultList } from './faults';
import { useModal } from './use-modal';
import './confirm-dialog.css';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and fields where something is to be chosen. */
  readonly children: ReactNode;
  readonly confirm: string;
  readonly tone?: 'calm' | 'danger';
  readonly busy: boolean;
  readonly disabled?: boolean;
  /** Those that are not shown at a field. */
  readonly faults: readonly ActionFault[];
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is done. */
export function ConfirmDialog({
  title,
  children,
  confirm,
  tone = 'calm',
  busy,
  disabled = false,
  faults,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const dialog = useModal();
  const titleId = useId();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!busy && !disabled) onConfirm();
  }

  return (
    <dialog ref={dialog} className="confirm-dialog" aria-labelledby={titleId} onCancel={onClose}>
      <form noValidate onSubmit={submit}>
        <h2 id={titleId}>{title}</h2>
        <div className="confirm-body">{children}</div>
        <FaultList faults={faults} />
        <div className="confirm-actions">
          <button type="button" className="button" onClick={onClose}>
            {busy ? 'Close' : 'Keep as it is'}
          </button>
          <button
            type="submit"
            className={`button ${tone === 'danger' ? 'button-danger' : 'button-primary'}`}
            disabled={busy || disabled}
          >
            {busy ? 'Working…' : confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}
