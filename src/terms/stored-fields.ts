import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/** Which fields of a record are read: these alone, by 1, or all but these, by 0. */
export type Projection = Readonly<Record<string, 0 | 1>>;

/** Which fields of a record each field of its GraphQL type is made of. */
export type FieldSources<R> = Readonly<Record<string, readonly (keyof R & string)[]>>;

/**
 * Which fields of a record an operation needs: of what is stored, most is large and rarely asked for. What a resolver
 * needs beside its own type's table has to be read by the resolver itself.
 */
export class StoredFields<R> {
  /** By the field of the operation. A document that comes again is the same object, as Apollo keeps it. */
  readonly #found = new WeakMap<FieldNode, Projection | 'all'>();

  /**
   * @param sources a field of the type that is not in it is taken to need the whole record
   * @param path from the field that is resolved to the objects that are made of records; none for itself
   */
  constructor(
    private readonly sources: FieldSources<R>,
    private readonly path: readonly string[] = [],
  ) {}

  /** Undefined when it is everything. Whether `@skip` leaves a field out is not looked at. */
  askedFor({ fieldNodes, fragments }: GraphQLResolveInfo): Projection | undefined {
    const [first, ...others] = fieldNodes;
    if (first === undefined || others.length > 0) return undefined;
    let found = this.#found.get(first);
    if (found === undefined) {
      found = this.#needed(namesAt([first], this.path, fragments)) ?? 'all';
      this.#found.set(first, found);
    }
    return found === 'all' ? undefined : found;
  }

  #needed(names: ReadonlySet<string>): Projection | undefined {
    const needed: Record<string, 0 | 1> = { _id: 0 };
    for (const name of names) {
      const sources = this.sources[name];
      if (sources === undefined) return undefined;
      for (const source of sources) needed[source] = 1;
    }
    return needed;
  }
}

/** The names of the fields that are selected below the given ones. */
export function selectedNames({ fieldNodes, fragments }: GraphQLResolveInfo): ReadonlySet<string> {
  return namesAt(fieldNodes, [], fragments);
}

type Fragments = GraphQLResolveInfo['fragments'];

function namesAt(nodes: readonly FieldNode[], path: readonly string[], fragments: Fragments): ReadonlySet<string> {
  let level = nodes;
  for (const step of path) level = below(level, fragments).filter(({ name }) => name.value === step);
  return new Set(
    below(level, fragments)
      .map(({ name }) => name.value)
      .filter((name) => name !== '__typename'),
  );
}

function below(nodes: readonly FieldNode[], fragments: Fragments): FieldNode[] {
  return nodes.flatMap(({ selectionSet }) => (selectionSet ? fieldsOf(selectionSet, fragments) : []));
}

function fieldsOf({ selections }: SelectionSetNode, fragments: Fragments): FieldNode[] {
  return selections.flatMap((selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return [selection];
      case Kind.INLINE_FRAGMENT:
        return fieldsOf(selection.selectionSet, fragments);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments[selection.name.value];
        return fragment ? fieldsOf(fragment.selectionSet, fragments) : [];
      }
      default:
        return selection satisfies never;
    }
  });
}
