import { type ReactNode, useId } from 'react';
import type { ActionFault } from '../api/use-action';

interface DialogFieldProps {
  readonly label: string;
  readonly note?: string;
  readonly faults: readonly ActionFault[];
  /** Draws the control with these attributes, which tie the note and the faults to it. */
  readonly children: (attributes: {
    readonly id: string;
    readonly 'aria-describedby': string;
    readonly 'aria-invalid': true | undefined;
  }) => ReactNode;
}

/** A field with what is wrong about it below. */
export function DialogField({ label, note, faults, children }: DialogFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': `${id}-more`, 'aria-invalid': faults.length > 0 || undefined })}
      <div id={`${id}-more`} className="field-more">
        {faults.map(({ message }) => (
          <p key={message} className="field-fault">
            {message}
          </p>
        ))}
        {note ? <p className="muted">{note}</p> : null}
      </div>
    </div>
  );
}
