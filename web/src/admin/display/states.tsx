import type { ReactNode } from 'react';

interface FailureBoxProps {
  readonly title: string;
  readonly text: string;
  readonly onRetry?: (() => void) | undefined;
}

/** A fault with the way on; read out at once by screen readers. */
export function FailureBox({ title, text, onRetry }: FailureBoxProps) {
  return (
    <div className="failure" role="alert">
      <p className="failure-title">{title}</p>
      <p>{text}</p>
      {onRetry ? (
        <button type="button" className="button button-small" onClick={onRetry}>
          Try again
        </button>
      ) : null}
    </div>
  );
}

interface EmptyStateProps {
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing is there, and that is no fault. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children ? <div className="muted">{children}</div> : null}
    </div>
  );
}

/** Bars where lines of text will be. */
export function Skeleton({ lines = 3 }: { readonly lines?: number }) {
  return (
    <div className="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are all alike and never move
        <span key={line} />
      ))}
    </div>
  );
}
