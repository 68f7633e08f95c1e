/** One example of docs/api.md. */
export interface ApiExample {
  /** The heading that it stands under: the name of the operation. */
  readonly operation: string;
  readonly as: 'member' | 'admin' | 'nobody';
  readonly query: string;
  readonly variables: string;
  /** Names for parts of the answer, for later examples: `session = createCheckout.checkoutSession.id`. */
  readonly keep: readonly { readonly name: string; readonly path: readonly string[] }[];
  /** The kept address of a hosted page that is paid on before the example runs. */
  readonly pay: string | undefined;
}

const EXAMPLE =
  /<!-- (?<notes>as [^>]*?) -->\n+```graphql\n(?<query>[\s\S]*?)```(?:\n+```json variables\n(?<variables>[\s\S]*?)```)?/g;

/**
 * Reads the examples in their order. Each begins with a comment that the reader does not see, such as
 * `<!-- as member; pay checkoutUrl; keep subscription = confirmCheckout.subscription.id -->`, then comes the operation,
 * and its variables, in which `{{subscription}}` stands for what an earlier example kept.
 */
export function apiExamples(markdown: string): ApiExample[] {
  return markdown
    .split(/^### /m)
    .slice(1)
    .flatMap((section) => {
      const operation = section.slice(0, section.indexOf('\n')).replaceAll('`', '').trim();
      return [...section.matchAll(EXAMPLE)].map((match) => {
        const { notes = '', query = '', variables = '{}' } = match.groups ?? {};
        const words = notes.split(';').map((note) => note.trim());
        return {
          operation,
          as: viewerOf(words),
          query,
          variables,
          keep: words.filter((note) => note.startsWith('keep ')).map(keptOf),
          pay: words.find((note) => note.startsWith('pay '))?.slice('pay '.length),
        };
      });
    });
}

function viewerOf(notes: readonly string[]): ApiExample['as'] {
  const viewer = notes.find((note) => note.startsWith('as '))?.slice('as '.length);
  if (viewer === 'member' || viewer === 'admin' || viewer === 'nobody') return viewer;
  throw new Error(`An example is for a member, an admin or nobody, not for ${viewer}`);
}

function keptOf(note: string): ApiExample['keep'][number] {
  const [name = '', path = ''] = note.slice('keep '.length).split('=');
  return { name: name.trim(), path: path.trim().split('.') };
}
