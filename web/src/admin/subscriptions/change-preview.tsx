import { PAGE_LOCALE } from '../../api/page-locale';
import type { ActionFault } from '../api/use-action';
import { formatMoney } from '../display/money';
import { FailureBox, Skeleton } from '../display/states';
import { InvoiceLines } from './invoice-lines';
import { UpcomingInvoice } from './upcoming-invoice';
import type { Quote, QuoteState } from './use-quote';

const TIME = new Intl.DateTimeFormat(PAGE_LOCALE, { timeStyle: 'medium' });

interface ChangePreviewProps {
  readonly id: string;
  /** Nothing would change. */
  readonly isSame: boolean;
  readonly state: QuoteState;
  /** The quote that was confirmed and refused, with why. */
  readonly refused: { readonly quote: Quote; readonly why: ActionFault } | null;
}

/** What the change costs, as it will be charged. */
export function ChangePreview({ id, isSame, state, refused }: ChangePreviewProps) {
  const { quote, asking, failure, ask } = state;
  return (
    <section className="preview" aria-labelledby="preview-title" aria-busy={asking}>
      <h3 id="preview-title">{isSame ? 'Next invoice without a change' : 'What the change costs'}</h3>
      {refused ? (
        <div className="quote-refused" role="alert">
          <p>{refusalText(refused.why)}</p>
          {quote ? <p>{movedText(refused.quote, quote)}</p> : null}
        </div>
      ) : null}
      {isSame ? <UpcomingInvoice id={id} /> : null}
      {asking ? <Skeleton lines={4} /> : null}
      {failure === null ? null : <FailureBox title="The cost is not known" text={failure} onRetry={ask} />}
      {quote ? <QuotedCost quote={quote} /> : null}
    </section>
  );
}

function QuotedCost({ quote }: { readonly quote: Quote }) {
  const { amountDueNow, nextInvoiceTotal, lines, quoteExpiresAt } = quote;
  const isDueNow = (amountDueNow?.amount ?? 0) > 0;
  return (
    <>
      <dl className="quote-sums">
        <div>
          <dt>Due now</dt>
          <dd>{amountDueNow ? formatMoney(amountDueNow) : '–'}</dd>
        </div>
        <div>
          <dt>Next invoice</dt>
          <dd>{nextInvoiceTotal ? formatMoney(nextInvoiceTotal) : 'None is to come'}</dd>
        </div>
      </dl>
      <InvoiceLines lines={lines} />
      <p className="muted">
        {isDueNow ? 'Exactly this is charged, or nothing changes. ' : 'Nothing is charged now. '}
        {quoteExpiresAt ? (
          <>
            The quote is valid until <time dateTime={quoteExpiresAt}>{TIME.format(new Date(quoteExpiresAt))}</time>.
          </>
        ) : null}
      </p>
    </>
  );
}

function refusalText({ code, message }: ActionFault): string {
  if (code === 'QUOTE_CHANGED')
    return 'What it costs changed in the meantime. Nothing was charged, and nothing is changed.';
  if (code === 'QUOTE_EXPIRED') return 'The quote had expired. Nothing was charged, and nothing is changed.';
  return message;
}

/** What became of the amounts of a refused quote. */
function movedText(before: Quote, after: Quote): string {
  const sums = [
    ['due now', before.amountDueNow, after.amountDueNow],
    ['on the next invoice', before.nextInvoiceTotal, after.nextInvoiceTotal],
  ] as const;
  const moved = sums.flatMap(([what, was, is]) =>
    was && is && was.amount !== is.amount ? [`${formatMoney(is)} ${what} instead of ${formatMoney(was)}`] : [],
  );
  return moved.length === 0
    ? 'The amounts are the same. Confirm again.'
    : `It is ${moved.join(', and ')}. Confirm again.`;
}
