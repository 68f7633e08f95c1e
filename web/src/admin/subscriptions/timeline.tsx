import { Link } from 'wouter';
import { counted } from '../display/count';
import { Instant } from '../display/instant';
import { EmptyState } from '../display/states';
import type { ChangeCause } from '../generated/operations';
import { valueText, visibleChanges } from './state-changes';
import type { SubscriptionDetails } from './subscription-page';

type Change = SubscriptionDetails['history'][number];

const CAUSES: Readonly<Record<ChangeCause, string>> = {
  WEBHOOK: 'Stripe told of a change',
  MUTATION: 'Changed through the API',
  CONFIRMATION: 'Checkout confirmed',
  SYNC: 'Read from Stripe',
  REPAIR: 'Drift repaired',
};

const FIRST_CAUSES: Readonly<Record<ChangeCause, string>> = {
  WEBHOOK: 'First stored, as Stripe told of it',
  MUTATION: 'Created through the API',
  CONFIRMATION: 'First stored, as its checkout was confirmed',
  SYNC: 'First stored, as it was read from Stripe',
  REPAIR: 'First stored by a repair',
};

/** What happened to a subscription, newest first. */
export function Timeline({ history }: { readonly history: readonly Change[] }) {
  if (history.length === 0) {
    return (
      <EmptyState title="No history">It was stored before there were histories and has not changed since.</EmptyState>
    );
  }
  return (
    <ol className="timeline">
      {history
        // biome-ignore lint/suspicious/noArrayIndexKey: entries only come behind the others; the index is their number
        .map((change, index) => <Entry key={index} change={change} isFirst={index === 0} />)
        .reverse()}
    </ol>
  );
}

function Entry({ change, isFirst }: { readonly change: Change; readonly isFirst: boolean }) {
  const { at, cause, eventId, actor } = change;
  const { told, mirrored } = visibleChanges(change);
  return (
    <li>
      <p className="timeline-head">
        <strong>{isFirst ? FIRST_CAUSES[cause] : CAUSES[cause]}</strong>
        <Instant at={at} withTime />
      </p>
      {actor || eventId ? (
        <p className="muted">
          {actor ? `By ${actor}` : null}
          {actor && eventId ? ' · ' : null}
          {eventId ? <Link href={`/webhooks?event=${eventId}`}>{eventId}</Link> : null}
        </p>
      ) : null}
      {isFirst ? null : (
        <ul className="timeline-changes">
          {told.map((each) => (
            <ChangedPath key={each.path} {...each} />
          ))}
        </ul>
      )}
      {isFirst || mirrored.length > 0 ? (
        <details>
          <summary>
            {isFirst
              ? `${counted(told.length + mirrored.length, 'field')} as first stored`
              : `${counted(mirrored.length, 'more field')} of Stripe’s object`}
          </summary>
          <ul className="timeline-changes">
            {(isFirst ? [...told, ...mirrored] : mirrored).map((each) => (
              <ChangedPath key={each.path} {...each} />
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}

interface ChangedPathProps {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

function ChangedPath({ path, before, after }: ChangedPathProps) {
  return (
    <li>
      <code>{path}</code>
      <span>
        {before === undefined ? null : (
          <>
            <del>
              <span className="visually-hidden">was </span>
              {valueText(before)}
            </del>
            <span aria-hidden="true"> → </span>
          </>
        )}
        <ins>
          <span className="visually-hidden">is </span>
          {after === undefined ? 'gone' : valueText(after)}
        </ins>
      </span>
    </li>
  );
}
