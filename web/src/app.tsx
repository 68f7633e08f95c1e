import { type Client, Provider } from 'urql';
import { CheckoutSuccessPage } from './checkout-success/checkout-success-page';
import { IdentityProvider } from './identity/identity-provider';
import type { IdentityStore } from './identity/identity-store';
import { PageHeader } from './layout/page-header';
import { PlansPage } from './plans/plans-page';

interface AppProps {
  readonly client: Client;
  readonly identityStore: IdentityStore;
  readonly path: string;
}

/** Two pages need no router: the server sends the same index.html for both, and a link loads the other. */
export function App({ client, identityStore, path }: AppProps) {
  return (
    <Provider value={client}>
      <IdentityProvider store={identityStore}>
        <PageHeader />
        <main className="page">{path.startsWith('/checkout-success') ? <CheckoutSuccessPage /> : <PlansPage />}</main>
      </IdentityProvider>
    </Provider>
  );
}
