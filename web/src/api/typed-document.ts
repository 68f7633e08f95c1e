import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import { gql, type TypedDocumentNode } from 'urql';

/** An operation from codegen as urql takes it: parsed, with its types kept. */
export function typedDocument<Result, Variables>(
  document: DocumentTypeDecoration<Result, Variables> & { toString(): string },
): TypedDocumentNode<Result, Variables> {
  const text: string = document.toString();
  return gql(text) as TypedDocumentNode<Result, Variables>;
}
