import { useQuery } from 'urql';
import { PAGE_LOCALE } from '../api/page-locale';
import { typedDocument } from '../api/typed-document';
import { failureNotice } from '../billing-error/failure-notice';
import type { Remedy } from '../billing-error/notice';
import { NoticeBox } from '../billing-error/notice-box';
import { PlansDocument } from '../generated/operations';
import { useIdentity } from '../identity/identity-context';
import { usePageTitle } from '../layout/use-page-title';
import { CanceledNote } from './canceled-note';
import { NoPlans } from './no-plans';
import { PlanCardSkeleton } from './plan-card-skeleton';
import { PlanList } from './plan-list';
import './plans-page.css';

const PLANS = typedDocument(PlansDocument);

/** The storefront: what is sold, and the way to buy it. */
export function PlansPage() {
  usePageTitle('Plans');
  const { viewer, identify, readViewer } = useIdentity();
  const [{ data, error, fetching }, readPlans] = useQuery({ query: PLANS, variables: { locale: PAGE_LOCALE } });

  function reload(): void {
    readPlans({ requestPolicy: 'network-only' });
    if (!viewer) readViewer();
  }

  async function remedy(chosen: Remedy): Promise<void> {
    if (chosen === 'identify' && !(await identify())) return;
    reload();
  }

  return (
    <>
      <div className="plans-headline">
        <h1>Simple plans that grow with you</h1>
        <p>Choose one here and pay on Stripe’s secure page.</p>
      </div>
      <CanceledNote />
      <p className="visually-hidden" role="status">
        {fetching ? 'The plans are loading' : ''}
      </p>
      {error && !fetching ? (
        <div className="plans-failure">
          <NoticeBox notice={failureNotice(error)} onRemedy={(chosen) => void remedy(chosen)} />
        </div>
      ) : null}
      {!data && fetching ? (
        <div className="plan-list">
          <PlanCardSkeleton />
          <PlanCardSkeleton />
        </div>
      ) : null}
      {data && data.plans.length === 0 ? <NoPlans /> : null}
      {data && data.plans.length > 0 ? <PlanList plans={data.plans} onReload={reload} /> : null}
    </>
  );
}
