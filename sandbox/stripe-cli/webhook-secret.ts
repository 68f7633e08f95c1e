import { createHash } from 'node:crypto';

/** The signing secret that the official CLI gets for an API key: the same on every start, so that it can be kept. */
export function webhookSecretFor(apiKey: string): string {
  return `whsec_${createHash('sha256').update(`sandbox:${apiKey}`).digest('hex')}`;
}
