import { type FormEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import type { ActionFault } from '../api/use-action';
import { FaultList } from './faults';
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

/**
 * Asks before something is done. The browser's own modal dialog keeps the focus inside, closes on Escape, and gives the
 * focus back to where it was.
 */
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
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

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
