import { useState } from 'react';
import { typedDocument } from '../../api/typed-document';
import { failureText } from '../api/failure-text';
import { Badge } from '../display/badge';
import { counted } from '../display/count';
import { formatMoney } from '../display/money';
import { EmptyState, FailureBox, Skeleton } from '../display/states';
import { AdminPlansDocument, type PlanPartsFragment } from '../generated/operations';
import { PageHeading } from '../layout/page-heading';
import { useLiveQuery } from '../live/use-live-query';
import { ArchivePlanDialog } from './archive-plan-dialog';
import { PlanDialog } from './plan-dialog';
import './plans-page.css';

const PLANS = typedDocument(AdminPlansDocument);

/** What is sold, and its editor. */
export function PlansPage() {
  const { data, error, refresh } = useLiveQuery({ query: PLANS, variables: {} });
  const [edited, setEdited] = useState<PlanPartsFragment | 'new' | null>(null);
  const [archived, setArchived] = useState<PlanPartsFragment | null>(null);
  const plans = data?.plans;
  return (
    <>
      <PageHeading
        title="Plans"
        beside={
          <button type="button" className="button button-small button-primary" onClick={() => setEdited('new')}>
            New plan
          </button>
        }
      >
        {plans ? `${counted(plans.filter((plan) => !plan.archived).length, 'plan')} on sale` : null}
      </PageHeading>
      {plans ? (
        plans.length === 0 ? (
          <EmptyState title="No plans yet">Make one, and it is on sale in the storefront.</EmptyState>
        ) : (
          <ul className="plan-cards">
            {plans.map((plan) => (
              <li key={plan.uid}>
                <PlanCard plan={plan} onEdit={() => setEdited(plan)} onArchive={() => setArchived(plan)} />
              </li>
            ))}
          </ul>
        )
      ) : error ? (
        <FailureBox title="The plans could not be read" text={failureText(error)} onRetry={refresh} />
      ) : (
        <Skeleton lines={6} />
      )}
      {edited ? (
        <PlanDialog plan={edited === 'new' ? null : edited} onSaved={refresh} onClose={() => setEdited(null)} />
      ) : null}
      {archived ? <ArchivePlanDialog plan={archived} onArchived={refresh} onClose={() => setArchived(null)} /> : null}
    </>
  );
}

const INTERVALS = { MONTH: 'a month', YEAR: 'a year' } as const;

interface PlanCardProps {
  readonly plan: PlanPartsFragment;
  readonly onEdit: () => void;
  readonly onArchive: () => void;
}

function PlanCard({ plan, onEdit, onArchive }: PlanCardProps) {
  const { uid, name, description, archived, prices, features, trialDays, overages } = plan;
  const edit = archived ? 'Edit and sell again' : 'Edit';
  return (
    <article className="card plan-tile" aria-labelledby={`plan-${uid}`}>
      <div className="plan-tile-head">
        <h2 id={`plan-${uid}`}>{name}</h2>
        {archived ? <Badge label="Archived" tone="calm" /> : <Badge label="On sale" tone="good" />}
      </div>
      <code className="muted">{uid}</code>
      {description ? <p className="muted">{description}</p> : null}
      <ul className="plan-tile-prices">
        {prices
          .filter(({ active }) => active || archived)
          .map(({ id, unitPrice, unitAmountDecimal, billingInterval }) => (
            <li key={id}>
              <strong>{unitPrice ? formatMoney(unitPrice) : unitAmountDecimal}</strong>{' '}
              <span className="muted">{billingInterval ? INTERVALS[billingInterval] : 'once'}</span>
            </li>
          ))}
      </ul>
      <p className="muted">
        {[
          counted(features.length, 'feature'),
          trialDays > 0 ? `${counted(trialDays, 'day')} of trial` : 'no trial',
          overages.length > 0 ? 'bills use beyond the plan' : 'no overage',
        ].join(' · ')}
      </p>
      <div className="plan-tile-actions">
        <button type="button" className="button button-small" aria-label={`${edit} ${name}`} onClick={onEdit}>
          {edit}
        </button>
        {archived ? null : (
          <button
            type="button"
            className="button button-small button-quiet-danger"
            aria-label={`Archive ${name}`}
            onClick={onArchive}
          >
            Archive…
          </button>
        )}
      </div>
    </article>
  );
}
