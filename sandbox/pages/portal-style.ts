import { CHECKOUT_STYLE } from './checkout-style.js';

/** The look of the billing portal: one column of panels in the colours of the hosted page. */
export const PORTAL_STYLE = `${CHECKOUT_STYLE}
  body { background: var(--tint); min-height: 100vh; }
  .portal { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
  .portal h1 { font-size: 1.75rem; font-weight: 650; color: var(--ink); letter-spacing: -.01em; line-height: 1.25; }
  .portal .lead { color: var(--quiet); margin: .25rem 0 1.75rem; overflow-wrap: anywhere; }
  .portal .top { margin-bottom: 1.25rem; justify-content: space-between; }
  .panel { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 1.35rem 1.5rem; margin-top: 1.25rem; }
  .panel h2 { font-size: .8125rem; font-weight: 650; text-transform: uppercase; letter-spacing: .06em; color: var(--quiet); margin-bottom: .9rem; }
  .panel h3 { margin: 0; font-size: 1.125rem; font-weight: 650; overflow-wrap: anywhere; }
  .row { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem 1.5rem; flex-wrap: wrap; }
  .row > div { min-width: min(15rem, 100%); flex: 1; }
  .row + .row { border-top: 1px solid var(--line); margin-top: 1.1rem; padding-top: 1.1rem; }
  .row p { overflow-wrap: anywhere; }
  .fee { font-size: 1.05rem; margin: .1rem 0 .35rem; }
  .tag { display: inline-block; border-radius: 6px; padding: .05rem .5rem; margin-left: .35rem; font-size: .8125rem; font-weight: 600; background: var(--tint); border: 1px solid var(--line); vertical-align: .1em; }
  .tag.wrong { color: var(--wrong); background: var(--wrong-tint); border-color: var(--wrong); }
  .tag.soon { color: var(--badge-ink); background: var(--badge); border-color: transparent; }
  .small { display: inline-flex; align-items: center; justify-content: center; min-height: 2.75rem; padding: .35rem 1.05rem; font: inherit; font-weight: 600; font-size: .9375rem; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; cursor: pointer; text-decoration: none; }
  .small:hover { border-color: var(--quiet); background: var(--tint); }
  .small.main { background: var(--accent); color: var(--accent-ink); border-color: transparent; }
  .small.main:hover { background: var(--accent-deep); }
  .notice { border: 1px solid var(--line); border-left: 4px solid var(--accent); background: var(--paper); border-radius: 8px; padding: .8rem 1rem; margin-bottom: 1.25rem; }
  .invoices { list-style: none; margin: -.6rem 0; }
  .invoices li { border-top: 1px solid var(--line); display: grid; grid-template-columns: 1fr auto auto; gap: .25rem 1rem; align-items: center; padding: .35rem 0; }
  .invoices li:first-child { border-top: 0; }
  .invoices a { display: inline-flex; align-items: center; min-height: 2.75rem; font-weight: 550; }
  .invoices .sum { font-variant-numeric: tabular-nums; text-align: right; }
  .portal:has(.narrow) { max-width: 33rem; }
  .narrow .act { margin-top: 1.25rem; }
  .narrow .act.danger { background: var(--wrong); color: var(--paper); }
  fieldset { border: 0; margin: 1.25rem 0 0; padding: 0; }
  legend { font-weight: 550; padding: 0; margin-bottom: .35rem; }
  .choice { display: flex; align-items: center; gap: .65rem; min-height: 2.6rem; font-weight: 400; margin: 0; cursor: pointer; }
  .choice input { width: 1.15rem; height: 1.15rem; min-height: 0; margin: 0; box-shadow: none; accent-color: var(--accent); flex: none; }
  textarea { width: 100%; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--line); border-radius: 8px; padding: .7rem .8rem; min-height: 5rem; resize: vertical; }
  .said { margin-top: .75rem; }
  @media (max-width: 32rem) {
    .portal { padding: 1.25rem 1rem 3rem; }
    .panel { padding: 1.15rem 1.1rem; }
    .row .small { width: 100%; }
    .row form { width: 100%; }
  }
`;
