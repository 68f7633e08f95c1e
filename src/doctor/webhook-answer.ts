import { signatureFor } from '../stripe/webhook-secret.js';
import { type Finding, fault, ok, warning } from './finding.js';

/** Signed as a delivery is, and no event: the engine reads the signature, and stores nothing. */
const NO_EVENT = JSON.stringify({ object: 'doctor' });
const PATIENCE_MS = 5000;

const CAUSES: Readonly<Record<string, string>> = {
  WRONG_SECRET: 'it knows none of the secrets of this configuration, or a proxy changes the body',
  CLOCK_SKEW: 'its clock is not the one of this machine',
  NO_SIGNATURE_HEADER: 'a proxy removes the Stripe-Signature header',
  BODY_ALREADY_PARSED: 'something parses the body before the engine sees it',
};

/** Whether there is a secret, and whether what answers at the address of the endpoint takes it. */
export async function examineSecret(secrets: readonly string[], webhookUrl: string): Promise<Finding[]> {
  const [secret] = secrets;
  if (secret === undefined) {
    const finding = fault(
      'webhook-secret',
      'STRIPE_WEBHOOK_SECRET is not set: every delivery is refused',
      'Set the signing secret of the endpoint, from https://dashboard.stripe.com/webhooks',
    );
    return [finding];
  }
  return [
    ok(
      'webhook-secret',
      secrets.length === 1 ? 'One is configured' : `${secrets.length} are configured, as while one is rolled`,
    ),
    await answerFinding(secret, webhookUrl),
  ];
}

async function answerFinding(secret: string, webhookUrl: string): Promise<Finding> {
  let response: Response;
  try {
    response = await fetch(webhookUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signatureFor(secret, NO_EVENT) },
      body: NO_EVENT,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    return warning(
      'webhook-answer',
      `Nothing answers at ${webhookUrl}, seen from here: is the engine running, and does the address lead to it?`,
      'Start the engine, and run the doctor where the address can be reached',
    );
  }
  const code = codeIn(await response.text());
  if (code === 'NOT_AN_EVENT') return ok('webhook-answer', `The engine at ${webhookUrl} takes the secret`);
  const cause = code && CAUSES[code];
  if (cause) {
    const mend = 'Start it with the same STRIPE_WEBHOOK_SECRET, and have proxies pass on headers and body as they come';
    return fault('webhook-answer', `The engine at ${webhookUrl} refuses what is signed here (${code}): ${cause}`, mend);
  }
  return fault(
    'webhook-answer',
    `${webhookUrl} answers ${response.status}, which is not the engine: deliveries are lost`,
    'Have the proxy pass this path to the engine as it comes, without redirects and without a login',
  );
}

function codeIn(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { readonly error?: { readonly code?: string } } | null;
    return body?.error?.code;
  } catch {
    return undefined;
  }
}
