import type { SeededFault } from './seeded-fault.js';

/** How the tests of a seeded fault ended. */
export type TestOutcome =
  | { readonly kind: 'passed' }
  /** The first test that failed, and the first line of why. */
  | { readonly kind: 'failed'; readonly test: string; readonly reason: string }
  | { readonly kind: 'endless' };

export type Verdict =
  /** The tests failed, or did not end. */
  | 'noticed'
  /** The tests passed, and no test could have noticed. */
  | 'harmless'
  /** The tests passed, although the fault does harm. */
  | 'survived'
  /** The tests failed although the fault is said to be harmless: the list is wrong. */
  | 'misjudged';

export function verdictOf({ harmless }: SeededFault, { kind }: TestOutcome): Verdict {
  if (kind === 'passed') return harmless === undefined ? 'survived' : 'harmless';
  return harmless === undefined ? 'noticed' : 'misjudged';
}

/** Whether something is to be done about it. */
export function isBad(verdict: Verdict): boolean {
  return verdict === 'survived' || verdict === 'misjudged';
}

/** For whoever reads the outcome. */
export function said(outcome: TestOutcome): string {
  switch (outcome.kind) {
    case 'passed':
      return 'all passed';
    case 'failed':
      return `${outcome.test}: ${outcome.reason}`;
    case 'endless':
      return 'the tests did not end';
    default:
      return outcome satisfies never;
  }
}
