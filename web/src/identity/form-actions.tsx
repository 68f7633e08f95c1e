interface FormActionsProps {
  readonly busy: boolean;
  readonly fault: string | null;
  readonly label: string;
  readonly onCancel: () => void;
}

/** The end of a dialog's form: what went wrong, and the buttons. */
export function FormActions({ busy, fault, label, onCancel }: FormActionsProps) {
  return (
    <>
      {fault ? (
        <p className="form-fault" role="alert">
          {fault}
        </p>
      ) : null}
      <div className="form-actions">
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" className="button button-primary" disabled={busy}>
          {busy ? 'Checking…' : label}
        </button>
      </div>
    </>
  );
}
