/** A block of a tutorial that goes into the shell. */
export interface TutorialStep {
  /** The heading that it stands under. */
  readonly section: string;
  readonly text: string;
  /** Why no test can run it; undefined for what is run. */
  readonly notRun: string | undefined;
  /** The lines that it shows, in which `…` stands for anything; in their order, with others between them. */
  readonly shows: readonly string[];
}

const STEP =
  /<!-- (?:run|not run: (?<reason>[^>]+?)) -->\n+```sh\n(?<text>[\s\S]*?)```(?:(?:(?!<!-- |```)[\s\S])*<!-- shows -->\n+```\w+\n(?<shows>[\s\S]*?)```)?/g;

/**
 * Reads the steps in their order. A block for the shell stands under `<!-- run -->` or `<!-- not run: … -->`, and what it
 * shows under `<!-- shows -->`.
 *
 * @throws Error for a block of shell that says neither
 */
export function tutorialSteps(markdown: string): TutorialStep[] {
  const steps = markdown
    .split(/^## /m)
    .slice(1)
    .flatMap((section) =>
      [...section.matchAll(STEP)].map(({ groups }) => ({
        section: section.slice(0, section.indexOf('\n')).trim(),
        text: groups?.text ?? '',
        notRun: groups?.reason,
        shows: (groups?.shows ?? '').split('\n').flatMap((line) => line.trim() || []),
      })),
    );
  const blocks = markdown.match(/^`{3,}sh$/gm)?.length ?? 0;
  if (blocks !== steps.length) throw new Error(`${blocks - steps.length} blocks do not say whether they are run`);
  return steps;
}

/** The first line that is not in the output where it should be; undefined when all are. */
export function missingLine(output: string, lines: readonly string[]): string | undefined {
  let rest = output;
  return lines.find((line) => {
    const found = new RegExp(line.split('…').map(literally).join('[^\\n]*?')).exec(rest);
    rest = found ? rest.slice(found.index + found[0].length) : rest;
    return !found;
  });
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
