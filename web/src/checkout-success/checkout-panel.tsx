import type { ReactNode } from 'react';
import './checkout-panel.css';

interface CheckoutPanelProps {
  readonly tone: 'waiting' | 'good' | 'bad';
  readonly title: string;
  readonly children: ReactNode;
}

/** One state of the checkout, under its sign; a new title is read out by screen readers. */
export function CheckoutPanel({ tone, title, children }: CheckoutPanelProps) {
  return (
    <section className="card checkout-panel">
      <span className={`checkout-sign checkout-sign-${tone}`} aria-hidden="true" />
      <h1 aria-live="polite">{title}</h1>
      {children}
    </section>
  );
}
