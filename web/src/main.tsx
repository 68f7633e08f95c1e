import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBillingClient } from './api/billing-client';
import { App } from './app';
import { identityHeaders } from './identity/identity';
import { IdentityStore } from './identity/identity-store';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');

const identity = new IdentityStore();
createRoot(root).render(
  <StrictMode>
    <App
      client={createBillingClient(() => identityHeaders(identity.current()))}
      identityStore={identity}
      path={window.location.pathname}
    />
  </StrictMode>,
);
