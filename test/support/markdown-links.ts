/** A link of a page, as it is written. */
export interface MarkdownLink {
  readonly target: string;
  readonly line: number;
}

/** Links by `[text](target)` and the addresses that `[text]: target` gives, outside of code. */
export function markdownLinks(text: string): MarkdownLink[] {
  const lines = withoutCode(text).split('\n');
  return lines.flatMap((content, index) => {
    const found = [
      ...content.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g),
      ...content.matchAll(/^\[[^\]]+\]:\s+(\S+)/g),
    ];
    return found.map(([, target = '']) => ({ target, line: index + 1 }));
  });
}

/** The names by which headings can be linked to, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = withoutBlocks(text).matchAll(/^#{1,6} +(.+?) *#*$/gm);
  const anchors = [...headings].map(([, heading = '']) => {
    const anchor = anchorOf(heading);
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
  return new Set(anchors);
}

/** Source: https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
function anchorOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

function withoutCode(text: string): string {
  return withoutBlocks(text).replaceAll(/`[^`\n]*`/g, '');
}

/** Keeps the number of lines. */
function withoutBlocks(text: string): string {
  return text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, (block) => block.replaceAll(/[^\n]/g, ''));
}
