import { Link, Route, Router, Switch, useLocation } from 'wouter';
import { CustomerPage } from './customers/customer-page';
import { CustomersPage } from './customers/customers-page';
import { EmptyState } from './display/states';
import { DriftPage } from './drift/drift-page';
import { AdminShell } from './layout/admin-shell';
import { Announcer } from './layout/announcer';
import { PageHeading } from './layout/page-heading';
import { OverviewPage } from './overview/overview-page';
import { PlansPage } from './plans/plans-page';
import { SessionGate } from './session/session-gate';
import { SubscriptionPage } from './subscriptions/subscription-page';
import { SubscriptionsPage } from './subscriptions/subscriptions-page';
import { WebhooksPage } from './webhooks/webhooks-page';

/** The admin page, whose pages lie below /admin. */
export function AdminApp() {
  return (
    <Announcer>
      <SessionGate>
        <Router base="/admin">
          <Pages />
        </Router>
      </SessionGate>
    </Announcer>
  );
}

function Pages() {
  const [path] = useLocation();
  return (
    <AdminShell path={path}>
      <Switch>
        <Route path="/" component={OverviewPage} />
        <Route path="/customers" component={CustomersPage} />
        <Route path="/customers/:id">{({ id }) => <CustomerPage key={id} id={id} />}</Route>
        <Route path="/subscriptions" component={SubscriptionsPage} />
        <Route path="/subscriptions/:id">{({ id }) => <SubscriptionPage key={id} id={id} />}</Route>
        <Route path="/webhooks" component={WebhooksPage} />
        <Route path="/drift" component={DriftPage} />
        <Route path="/plans" component={PlansPage} />
        <Route>
          <PageHeading title="No such page" />
          <EmptyState title="There is nothing at this address">
            <Link href="/">Go to the overview</Link>
          </EmptyState>
        </Route>
      </Switch>
    </AdminShell>
  );
}
