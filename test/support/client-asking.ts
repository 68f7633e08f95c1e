import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { postGraphql } from './graphql-client.js';

/** Runs operations of the client as a frontend does, and remembers which. */
export class ClientAsking {
  /** The names of those that were answered. */
  readonly asked = new Set<string>();

  constructor(
    private readonly url: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** @throws Error when the answer has errors */
  async ask<Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
    const { data, errors } = await postGraphql<Result>(this.url, print(document), variables, this.headers);
    if (errors.length > 0) throw new Error(`${operationName(document)}: ${JSON.stringify(errors)}`);
    this.asked.add(operationName(document));
    return data;
  }
}

export function operationName({ definitions }: TypedDocumentNode<unknown, never>): string {
  const operation = definitions.find(({ kind }) => kind === 'OperationDefinition');
  return (operation && 'name' in operation && operation.name?.value) || '';
}
