import type { AccountAnswer, AccountExamination } from '../stripe/account-examination.js';
import { API_VERSION } from '../stripe/api-version.js';
import { type Finding, fault, ok, warning } from './finding.js';

/** Further off than a network's delay, and not yet so far that a delivery is refused. */
const NOTABLE_SKEW_MS = 10_000;

export interface StripeFindings {
  readonly findings: readonly Finding[];
  /** Null where Stripe does not answer, or refuses the key: nothing else can be asked then. */
  readonly account: AccountAnswer | null;
}

/** Whether Stripe takes the key, in which version it answers by itself, and what its clock says. */
export async function examineStripe(
  examination: AccountExamination,
  secretKey: string,
  toleranceSeconds: number,
): Promise<StripeFindings> {
  let account: AccountAnswer;
  try {
    account = await examination.account();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const finding = fault(
      'stripe-key',
      `Stripe does not answer (${reason}): nothing can be bought`,
      'Let this machine reach https://api.stripe.com, or mend STRIPE_API_BASE',
    );
    return { findings: [finding], account: null };
  }
  const { status, refusal } = account;
  const clock = clockFinding(account.clockAheadMs, toleranceSeconds);
  if (status === 401) {
    const finding = fault(
      'stripe-key',
      `Stripe refuses the key: ${refusal ?? 'no reason given'}`,
      'Set STRIPE_SECRET_KEY to a key from https://dashboard.stripe.com/apikeys that has not been rolled or deleted',
    );
    return { findings: [finding, clock], account: null };
  }
  // A restricted key need not be allowed to read the account.
  if (status !== 200 && status !== 403) {
    const finding = fault(
      'stripe-key',
      `Stripe answered ${status}: ${refusal ?? 'no reason given'}`,
      'Look at https://status.stripe.com, and at STRIPE_API_BASE if it is set',
    );
    return { findings: [finding, clock], account: null };
  }
  const name = account.accountId ?? 'an account that it may not read';
  return {
    findings: [
      ok('stripe-key', `Stripe takes the key (${secretKey.slice(0, 8)}…) of ${name}`),
      await permissions(examination, secretKey),
      clock,
      accountVersion(account.apiVersion),
    ],
    account,
  };
}

async function permissions(examination: AccountExamination, secretKey: string): Promise<Finding> {
  if (!secretKey.startsWith('rk_')) return ok('key-permissions', 'A secret key may do everything');
  const forbidden = await examination.forbiddenReads();
  if (forbidden.length === 0) return ok('key-permissions', 'The restricted key may read all that the engine reads');
  return fault(
    'key-permissions',
    `The restricted key may not read ${forbidden.join(', ')}: what needs them fails`,
    'Give it these permissions at https://dashboard.stripe.com/apikeys, to write where the engine writes',
  );
}

function clockFinding(aheadMs: number | null, toleranceSeconds: number): Finding {
  const mend = 'Set the clock by NTP, such as with `timedatectl set-ntp true`';
  if (aheadMs === null) return warning('clock', "Stripe's answer has no Date, so the clock cannot be compared", mend);
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  const skew = `The clock is ${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} Stripe's`;
  if (Math.abs(aheadMs) >= toleranceSeconds * 1000) {
    return fault(
      'clock',
      `${skew}: every delivery is refused with CLOCK_SKEW (${toleranceSeconds} s are allowed)`,
      mend,
    );
  }
  if (Math.abs(aheadMs) >= NOTABLE_SKEW_MS) {
    return warning('clock', `${skew}; from ${toleranceSeconds} s on deliveries are refused`, mend);
  }
  return ok('clock', skew);
}

function accountVersion(version: string | null): Finding {
  if (version === null || version === API_VERSION) {
    return ok('account-api-version', `The account and the SDK speak ${API_VERSION}`);
  }
  return warning(
    'account-api-version',
    `The account's default is ${version}, the SDK asks for ${API_VERSION}: the engine's calls are right, but an endpoint made without a version gets events in the other one`,
    'Name api_version when you make an endpoint, or upgrade the account in Workbench',
  );
}
