const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #1a1f36; background: #f6f9fc; margin: 0; }
  main { max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem; }
  section { background: #fff; border-radius: 12px; box-shadow: 0 2px 8px #1a1f3614; padding: 1rem 1.5rem; margin: 1.25rem 0; }
  h1 { font-size: 1.6rem; margin-bottom: .25rem; } h2 { font-size: 1rem; color: #556; }
  table { width: 100%; border-collapse: collapse; } td { padding: .35rem 0; border-top: 1px solid #eef; }
  tr:first-child td { border-top: 0; } td:last-child { text-align: right; color: #556; }
  code { font: .95em ui-monospace, monospace; }
  button { font: inherit; padding: .6rem 1.2rem; border-radius: 8px; border: 1px solid #635bff; background: #635bff; color: #fff; cursor: pointer; }
  button.plain { background: transparent; color: inherit; border-color: #ccd; }
  @media (prefers-color-scheme: dark) {
    body { color: #e6e9f2; background: #12141c; } section { background: #1c202c; } td { border-color: #2b3040; }
    h2, td:last-child { color: #a5adc0; }
  }
`;

/** Markup that is safe to put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

/** Markup from a template; what is put in is escaped unless it is markup itself, and lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return new Html(parts.reduce((text, part, index) => text + markup(values[index - 1]) + part));
}

/** A whole document in the sandbox's plain style. */
export function page(title: string, body: Html): string {
  return documentOf(title, STYLE, html`<main>${body}</main>`);
}

/** A whole document in a style of its own. */
export function documentOf(title: string, style: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<link rel="icon" href="data:,"><style>${new Html(style)}</style></head>
<body>${body}</body></html>`.text;
}

/** A table of two columns. */
export function table(rows: readonly (readonly [unknown, unknown])[]): Html {
  return html`<table>${rows.map(([left, right]) => html`<tr><td>${left}</td><td>${right}</td></tr>`)}</table>`;
}

function markup(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(markup).join('');
  return String(value ?? '').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
