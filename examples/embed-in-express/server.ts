import { once } from 'node:events';
import express from 'express';
import { engineConfig, openEngine } from 'revenue-engine';
import { Access } from './access.js';
import { SignIn } from './sign-in.js';

/** A program with routes of its own, that sells by the engine below /billing. The README beside it says how to run it. */
const signIn = new SignIn();
const access = new Access();
const disputes = new Set<string>();

const billing = await openEngine({
  config: engineConfig(process.env, { authenticates: true }),
  pages: false,
  authenticate: signIn.viewerOf,
  subscriptionHooks: [{ name: 'access', from: 'beginning', onChanged: access.follow }],
  eventHandlers: {
    'charge.dispute.created': ({ object }) => {
      disputes.add(String(object.id));
    },
  },
});

const app = express();
// Before any parser of bodies: the signature of a webhook is over its bytes.
app.use('/billing', billing.handler);
app.use(express.json());
app.post('/sign-in', (request, response) => {
  // Whatever a real program asks for.
  const { organizationId, email } = request.body as { readonly organizationId: string; readonly email: string };
  response.cookie('session', signIn.begin(organizationId, email), { httpOnly: true, sameSite: 'lax' }).end();
});
app.get('/plans-in-use', (request, response) => {
  const organizationId = signIn.viewerOf(request)?.organizationId;
  response.json(organizationId ? access.plansOf(organizationId) : []);
});
app.get('/log', (_request, response) => {
  response.json({ access: access.log, disputes: [...disputes] });
});

const server = app.listen(process.env.PORT ?? 3000);
await once(server, 'listening');
console.log('ready');

process.once('SIGTERM', async () => {
  await billing.drain();
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
  await billing.stop();
});
