import { gql, type TypedDocumentNode } from 'urql';
import type { TypedDocumentString } from '../generated/operations';

/** An operation from codegen as urql takes it: parsed, with its types kept. */
export function typedDocument<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
): TypedDocumentNode<Result, Variables> {
  const text: string = document.toString();
  return gql(text) as TypedDocumentNode<Result, Variables>;
}
