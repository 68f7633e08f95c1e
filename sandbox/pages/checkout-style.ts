/** The look of the hosted page: two columns on a desk, one on a phone, dark where the person's system is. */
export const CHECKOUT_STYLE = `
  :root {
    color-scheme: light dark;
    --ink: #1a1f36; --quiet: #5a6478; --line: #dfe3ec; --edge: #8a93a8; --paper: #ffffff; --tint: #f4f6fb; --field: #ffffff;
    --accent: #4f46e5; --accent-ink: #ffffff; --accent-deep: #4338ca; --wrong: #c4183c; --wrong-tint: #fdecf0;
    --badge: #ffe2b3; --badge-ink: #6b4100;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --ink: #eceff7; --quiet: #a3adc2; --line: #343b4f; --edge: #6f7a96; --paper: #171a24; --tint: #10131b; --field: #1f2431;
      --accent: #625bef; --accent-ink: #ffffff; --accent-deep: #544ce0; --wrong: #ff8fa3; --wrong-tint: #3a1a24;
      --badge: #4d3a14; --badge-ink: #ffd894;
    }
  }
  * { box-sizing: border-box; }
  body { margin: 0; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper); -webkit-text-size-adjust: 100%; }
  p, h1, h2, ul, dl, dd { margin: 0; padding: 0; }
  a { color: inherit; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .columns { display: grid; grid-template-columns: 1fr 1fr; min-height: 100vh; }
  .order { background: var(--tint); padding: 3.5rem 4.5rem 3rem 2rem; display: flex; justify-content: flex-end; }
  .pay { padding: 3.5rem 2rem 3rem 4.5rem; }
  .order > div, .pay > div { width: 100%; max-width: 25rem; }
  .top { display: flex; align-items: center; gap: .75rem; margin-bottom: 2.25rem; min-height: 2.75rem; }
  .back { display: inline-flex; align-items: center; min-height: 2.75rem; color: var(--quiet); text-decoration: none; font-weight: 500; }
  .back:hover { color: var(--ink); text-decoration: underline; }
  .badge { background: var(--badge); color: var(--badge-ink); border-radius: 6px; padding: .1rem .55rem; font-size: .75rem; font-weight: 700; letter-spacing: .03em; }
  h1 { font-size: 1.0625rem; font-weight: 500; color: var(--quiet); }
  h2 { font-size: 1.25rem; margin-bottom: 1.25rem; }
  .amount { font-size: 2.35rem; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; margin: .25rem 0; overflow-wrap: anywhere; }
  .amount span { font-size: .9375rem; font-weight: 500; letter-spacing: 0; color: var(--quiet); }
  .quiet { color: var(--quiet); }
  .lines { list-style: none; margin: 2rem 0 .5rem; }
  .lines li { padding: .8rem 0; border-top: 1px solid var(--line); }
  .lines li:first-child { border-top: 0; padding-top: 0; }
  .lines li div, .totals div { display: flex; justify-content: space-between; gap: 1.5rem; }
  .lines strong { font-weight: 600; overflow-wrap: anywhere; }
  .lines p { color: var(--quiet); font-size: .875rem; overflow-wrap: anywhere; }
  .price, .totals dd { white-space: nowrap; font-variant-numeric: tabular-nums; }
  .totals { border-top: 1px solid var(--line); padding-top: 1rem; display: grid; gap: .6rem; }
  .totals dt { color: var(--quiet); }
  .totals .discount dt { display: grid; gap: .1rem; color: inherit; }
  .totals .discount small { color: var(--quiet); font-size: .875rem; }
  .totals .code { display: block; }
  .totals label { color: var(--quiet); font-weight: 500; }
  .totals input { text-transform: uppercase; }
  .totals .join { display: flex; justify-content: stretch; gap: .5rem; }
  .join input { min-width: 0; flex: 1; }
  .apply { font: inherit; font-weight: 600; min-height: 2.9rem; padding: 0 1.1rem; color: inherit; background: var(--field); border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
  .apply:hover { border-color: var(--quiet); }
  .link { font: inherit; font-size: .875rem; min-height: 1.75rem; padding: 0; border: 0; background: none; color: var(--quiet); text-decoration: underline; cursor: pointer; }
  .link:hover { color: var(--ink); }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .totals .total { border-top: 1px solid var(--line); padding-top: .8rem; font-weight: 650; }
  .totals .total dt { color: inherit; }
  .field { margin-bottom: 1rem; }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: .9rem; }
  label { display: block; font-size: .9375rem; font-weight: 550; margin-bottom: .35rem; }
  input { width: 100%; font: inherit; color: inherit; background: var(--field); border: 1px solid var(--edge); border-radius: 8px; padding: .7rem .8rem; min-height: 2.9rem; box-shadow: 0 1px 2px #1a1f3610; }
  input::placeholder { color: var(--quiet); opacity: .75; }
  input:focus { outline: 2px solid var(--accent); outline-offset: 0; border-color: transparent; }
  input[readonly] { background: var(--tint); color: var(--quiet); border-color: var(--line); box-shadow: none; }
  input[aria-invalid="true"] { border-color: var(--wrong); }
  .error { color: var(--wrong); font-size: .875rem; margin-top: .35rem; }
  .alert { color: var(--wrong); background: var(--wrong-tint); border: 1px solid var(--wrong); border-radius: 8px; padding: .75rem .9rem; margin-bottom: 1.25rem; }
  .act { display: flex; align-items: center; justify-content: center; width: 100%; min-height: 3.1rem; font: inherit; font-weight: 600; color: var(--accent-ink); background: var(--accent); border: 0; border-radius: 8px; cursor: pointer; text-decoration: none; margin-top: 1.5rem; padding: .5rem 1rem; }
  .act:hover { background: var(--accent-deep); }
  .act.plain { background: transparent; color: inherit; border: 1px solid var(--edge); margin-top: .75rem; }
  .act.plain:hover { background: var(--tint); }
  .note { font-size: .8125rem; color: var(--quiet); margin-top: .9rem; text-align: center; }
  details { margin-top: 1.75rem; border: 1px solid var(--line); border-radius: 8px; font-size: .875rem; }
  summary { cursor: pointer; padding: .75rem .9rem; font-weight: 550; }
  details > div { padding: 0 .9rem .9rem; }
  table { border-collapse: collapse; width: 100%; margin-top: .5rem; }
  td { padding: .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
  td + td { text-align: right; color: var(--quiet); padding-left: .75rem; }
  code { font: .95em ui-monospace, SFMono-Regular, Menlo, monospace; white-space: nowrap; }
  .alone { max-width: 27rem; margin: 0 auto; padding: 12vh 1.5rem 3rem; }
  .alone h1 { font-size: 1.6rem; font-weight: 650; color: var(--ink); margin: .75rem 0 .5rem; line-height: 1.25; }
  @media (max-width: 52rem) {
    .columns { grid-template-columns: 1fr; min-height: 0; }
    .order { padding: 1.25rem 1.25rem 1.75rem; justify-content: center; }
    .pay { padding: 1.75rem 1.25rem 2.5rem; display: flex; justify-content: center; }
    .top { margin-bottom: 1rem; }
    .lines { margin: 1.25rem 0 .25rem; }
    .order > div, .pay > div { max-width: 30rem; }
  }
`;
