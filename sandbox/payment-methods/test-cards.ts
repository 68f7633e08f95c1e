/** Why a card is refused, in the words of Stripe's `error`. Source: https://docs.stripe.com/declines/codes */
export interface Decline {
  readonly code: string;
  readonly decline_code?: string;
  readonly message: string;
  /** The parameter at fault, where there is one, such as `cvc`. */
  readonly param?: string;
}

/** What a test card does. Source: https://docs.stripe.com/testing */
export interface TestCard {
  readonly brand: string;
  /** Refused when it is charged. */
  readonly decline?: Decline;
  /** Whether it can be saved to a customer although every charge fails. */
  readonly attachesThenFails?: boolean;
  /** `once`: 3D Secure until it was set up with it; `always`: on every payment. */
  readonly authentication?: 'once' | 'always';
  /** A refund that is settled later: it succeeds after a while, or fails after it seemed to succeed. */
  readonly refund?: 'fails' | 'pending';
}

const DECLINED = 'Your card was declined.';

function declined(declineCode: string, message = DECLINED): Decline {
  return { code: 'card_declined', decline_code: declineCode, message };
}

const VISA: TestCard = { brand: 'visa' };

/** By card number. A number that is not here and passes the Luhn check pays, as any does in Stripe's test mode. */
const CARDS: Readonly<Record<string, TestCard>> = {
  '4242424242424242': VISA,
  '4000056655665556': VISA,
  '5555555555554444': { brand: 'mastercard' },
  '378282246310005': { brand: 'amex' },
  '6011111111111117': { brand: 'discover' },
  '3056930009020004': { brand: 'diners' },
  '3566002020360505': { brand: 'jcb' },
  '6200000000000005': { brand: 'unionpay' },
  '4000000000000002': { ...VISA, decline: declined('generic_decline') },
  '4000000000009995': { ...VISA, decline: declined('insufficient_funds', 'Your card has insufficient funds.') },
  '4000000000009987': { ...VISA, decline: declined('lost_card') },
  '4000000000009979': { ...VISA, decline: declined('stolen_card') },
  '4100000000000019': { ...VISA, decline: declined('fraudulent') },
  '4000000000006975': {
    ...VISA,
    decline: declined(
      'card_velocity_exceeded',
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    ),
  },
  '4000000000000069': {
    ...VISA,
    decline: {
      code: 'expired_card',
      decline_code: 'expired_card',
      message: 'Your card has expired.',
      param: 'exp_month',
    },
  },
  '4000000000000127': {
    ...VISA,
    decline: {
      code: 'incorrect_cvc',
      decline_code: 'incorrect_cvc',
      message: "Your card's security code is incorrect.",
      param: 'cvc',
    },
  },
  '4000000000000119': {
    ...VISA,
    decline: {
      code: 'processing_error',
      decline_code: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  },
  '4000000000007726': { ...VISA, refund: 'pending' },
  '4000000000005126': { ...VISA, refund: 'fails' },
  '4000000000000341': { ...VISA, decline: declined('generic_decline'), attachesThenFails: true },
  '4000002500003155': { ...VISA, authentication: 'once' },
  '4000002760003184': { ...VISA, authentication: 'always' },
  '4000003800000446': VISA,
  '4000000000003220': { ...VISA, authentication: 'always' },
  '4000008260003178': {
    ...VISA,
    authentication: 'always',
    decline: declined('insufficient_funds', 'Your card has insufficient funds.'),
    attachesThenFails: true,
  },
  '4000008400001629': {
    ...VISA,
    authentication: 'always',
    decline: declined('generic_decline'),
    attachesThenFails: true,
  },
};

export function testCard(number: string): TestCard {
  return CARDS[number] ?? { brand: number.startsWith('5') ? 'mastercard' : number.startsWith('3') ? 'amex' : 'visa' };
}

/** By the part behind `pm_card_` or `tok_` (and `visa_`) in Stripe's names for test payment methods. */
const NUMBERS_BY_NAME: Readonly<Record<string, string>> = {
  visa: '4242424242424242',
  us: '4242424242424242',
  debit: '4000056655665556',
  mastercard: '5555555555554444',
  amex: '378282246310005',
  discover: '6011111111111117',
  diners: '3056930009020004',
  jcb: '3566002020360505',
  unionpay: '6200000000000005',
  chargeDeclined: '4000000000000002',
  chargeCustomerFail: '4000000000000341',
  chargeDeclinedInsufficientFunds: '4000000000009995',
  chargeDeclinedLostCard: '4000000000009987',
  chargeDeclinedStolenCard: '4000000000009979',
  chargeDeclinedFraudulent: '4100000000000019',
  chargeDeclinedVelocityLimitExceeded: '4000000000006975',
  chargeDeclinedExpiredCard: '4000000000000069',
  chargeDeclinedIncorrectCvc: '4000000000000127',
  chargeDeclinedProcessingError: '4000000000000119',
  pendingRefund: '4000000000007726',
  refundFail: '4000000000005126',
  authenticationRequired: '4000002760003184',
  authenticationRequiredOnSetup: '4000002500003155',
  authenticationRequiredSetupForOffSession: '4000003800000446',
  authenticationRequiredChargeDeclinedInsufficientFunds: '4000008260003178',
  threeDSecureRequired: '4000000000003220',
  threeDSecure2Required: '4000000000003220',
  threeDSecureRequiredChargeDeclined: '4000008400001629',
};

/** The number behind `pm_card_visa`, `tok_chargeDeclined` and their like; undefined for any other text. */
export function namedTestNumber(name: string): string | undefined {
  const short = /^(?:pm_card|tok)_(?:visa_)?(\w+)$/.exec(name)?.[1];
  return short === undefined ? undefined : NUMBERS_BY_NAME[short];
}
