import type { Config } from '../config.js';
import { type Finding, fault, ok, warning } from './finding.js';

type KeyMode = 'test' | 'live';

/** What the keys say about themselves, without asking anybody. */
export function examineKeys({ stripe, isProduction }: Pick<Config, 'stripe' | 'isProduction'>): Finding[] {
  const { secretKey, publishableKey } = stripe;
  // An engine with embedded parts has none, and needs none.
  if (secretKey === undefined) return [];
  const mode = modeOf(secretKey);
  return [
    keyMode(mode, isProduction),
    ...(publishableKey === undefined ? [] : [publishable(modeOf(publishableKey), mode)]),
  ];
}

/** The form of keys is checked by the configuration. Source: https://docs.stripe.com/keys */
function modeOf(key: string): KeyMode {
  return key.split('_')[1] === 'live' ? 'live' : 'test';
}

function keyMode(mode: KeyMode, isProduction: boolean): Finding {
  if (mode === 'live' && !isProduction) {
    return fault(
      'key-mode',
      'STRIPE_SECRET_KEY is a live key and NODE_ENV is not production: real money moves on a server with the defaults of development',
      'Set NODE_ENV=production, or a test key',
    );
  }
  if (mode === 'test' && isProduction) {
    return warning(
      'key-mode',
      'STRIPE_SECRET_KEY is a test key in production: no money moves',
      'Set the live key with the secret of the live endpoint, unless this is a rehearsal',
    );
  }
  return ok('key-mode', `A ${mode} key ${isProduction ? 'in production' : 'outside production'}`);
}

function publishable(mode: KeyMode, secretMode: KeyMode): Finding {
  if (mode === secretMode) return ok('publishable-key', `Of the ${mode} mode, as the secret key`);
  return fault(
    'publishable-key',
    `STRIPE_PUBLISHABLE_KEY is a ${mode} key and STRIPE_SECRET_KEY a ${secretMode} key: a page with the one cannot pay what the other makes`,
    `Set the ${secretMode} publishable key of the same account`,
  );
}
