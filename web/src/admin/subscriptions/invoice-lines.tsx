import { formatMoney } from '../display/money';
import type { AmountFragment } from '../generated/operations';

interface ForeseenLine {
  readonly description: string | null;
  readonly amount: AmountFragment;
}

/** The lines of an invoice that is only foreseen. */
export function InvoiceLines({ lines }: { readonly lines: readonly ForeseenLine[] }) {
  return (
    <ul className="invoice-lines">
      {lines.map((line, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a preview have no id, and they are drawn at once
        <li key={position}>
          <span>{line.description ?? 'Without a description'}</span>
          <span>{formatMoney(line.amount)}</span>
        </li>
      ))}
    </ul>
  );
}
