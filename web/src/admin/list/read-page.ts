import { type AnyVariables, type Client, CombinedError, type TypedDocumentNode } from 'urql';
import type { ListPage, ReadPage } from './endless-pages';

interface Connection<Row> {
  readonly nodes: readonly Row[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly totalCount?: number;
}

interface PageVariables {
  readonly first: number;
  readonly after: string | null;
  /** Counting is asked for once: on a million rows it is most of the work. */
  readonly counted: boolean;
}

/** Reads pages of a connection, past the cache: a list is as new as the moment. */
export function pageReader<Row, Data, Variables extends AnyVariables>(
  client: Client,
  query: TypedDocumentNode<Data, Variables>,
  variables: (page: PageVariables) => Variables,
  connectionOf: (data: Data) => Connection<Row>,
): ReadPage<Row> {
  return async (after, first): Promise<ListPage<Row>> => {
    const asked = variables({ first, after, counted: after === null });
    const { data, error } = await client.query(query, asked, { requestPolicy: 'network-only' }).toPromise();
    if (error) throw error;
    if (!data) throw new CombinedError({ networkError: new Error('The server gave no answer') });
    const { nodes, pageInfo, totalCount } = connectionOf(data);
    return { rows: nodes, endCursor: pageInfo.endCursor, hasNextPage: pageInfo.hasNextPage, totalCount };
  };
}
