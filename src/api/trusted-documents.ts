import { sha256Hex } from '../terms/digest.js';
import { readFileSync } from 'node:fs';
import type { Request } from 'express';
import { type ASTNode, type DefinitionNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Role, type Viewer } from '../terms/viewer.js';
import { GraphqlRefusal } from './graphql-refusal.js';

const HASH = /^[0-9a-f]{64}$/;
const manifest = z
  .record(z.string(), z.string().min(1))
  .refine((documents) => Object.keys(documents).every((key) => HASH.test(key)), 'keys must be SHA-256 in hex');

/** Where a request may name an operation: in the body of a POST, or in the search parameters of a GET. */
interface Parameters {
  readonly query: unknown;
  readonly documentId: unknown;
  readonly extensions: unknown;
}

/**
 * The operations that clients may run, known before they are deployed. An admin may run others, to look into things;
 * everybody else is refused before a word of the document is compared with the schema.
 */
export class TrustedDocuments {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #forms: ReadonlySet<string>;
  /** What was found out of texts, by their SHA-256: the texts are strangers' and may be long. */
  readonly #found = new LRUCache<string, boolean>({ max: 1000 });

  /** @param documents by their SHA-256 in hex */
  constructor(
    documents: Readonly<Record<string, string>>,
    private readonly maxTokens: number,
  ) {
    this.#texts = new Map(Object.entries(documents));
    this.#forms = new Set(Object.values(documents).map((text) => formOf(parse(text))));
  }

  /** @throws Error when the file cannot be read, is no manifest, or has a document that cannot be parsed */
  static fromFile(path: string, maxTokens: number): TrustedDocuments {
    try {
      return new TrustedDocuments(manifest.parse(JSON.parse(readFileSync(path, 'utf8'))), maxTokens);
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`TRUSTED_DOCUMENTS: ${path} cannot be used: ${reason}`);
    }
  }

  /**
   * Puts the text in the place of its hash.
   *
   * @throws GraphqlRefusal PERSISTED_QUERY_NOT_FOUND for an unknown hash, UNTRUSTED_DOCUMENT for an unknown text
   */
  admit(request: Request, viewer: Viewer): void {
    const given = parametersOf(request);
    const hash = hashOf(given);
    if (hash !== undefined && given.query === undefined) {
      const text = this.#texts.get(hash);
      if (text === undefined) {
        throw new GraphqlRefusal(404, 'No trusted document has this hash', { code: 'PERSISTED_QUERY_NOT_FOUND' });
      }
      putQuery(request, text);
      return;
    }
    if (typeof given.query !== 'string') return;
    if (viewer.role === Role.ADMIN || this.#isTrusted(given.query)) {
      putQuery(request, given.query);
      return;
    }
    throw new GraphqlRefusal(403, 'This server runs only documents that were registered with it', {
      code: 'UNTRUSTED_DOCUMENT',
    });
  }

  #isTrusted(text: string): boolean {
    const hash = sha256Hex(text);
    const found = this.#found.get(hash);
    if (found !== undefined) return found;
    const isTrusted = this.#hasFormOf(text);
    this.#found.set(hash, isTrusted);
    return isTrusted;
  }

  #hasFormOf(text: string): boolean {
    try {
      return this.#forms.has(formOf(parse(text, { maxTokens: this.maxTokens })));
    } catch {
      // What cannot be parsed is nobody's document; to say where it breaks is not for strangers.
      return false;
    }
  }
}

/** What is the same however a client library prints it: without spaces, order of definitions and added __typename. */
function formOf(document: DocumentNode): string {
  const bare = visit(document, {
    enter: (node) => (isAddedTypename(node) ? null : undefined),
  });
  return bare.definitions.map(printed).sort().join('\n');
}

function isAddedTypename(node: ASTNode): boolean {
  return node.kind === Kind.FIELD && node.name.value === '__typename' && !node.alias && !node.directives?.length;
}

function printed(definition: DefinitionNode): string {
  return print({ kind: Kind.DOCUMENT, definitions: [definition] });
}

function hashOf({ documentId, extensions }: Parameters): string | undefined {
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '');
  const hash = memberOf(memberOf(extensions, 'persistedQuery'), 'sha256Hash');
  return hash === undefined ? undefined : String(hash);
}

function parametersOf(request: Request): Parameters {
  if (request.method === 'POST') {
    const of = (name: string) => memberOf(request.body, name);
    return { query: of('query'), documentId: of('documentId'), extensions: of('extensions') };
  }
  const search = searchOf(request);
  return {
    query: search.get('query') ?? undefined,
    documentId: search.get('documentId') ?? undefined,
    extensions: parsedJson(search.get('extensions')),
  };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Without the hash, which Apollo would take for a query to keep. */
function putQuery(request: Request, query: string): void {
  if (request.method === 'POST') {
    const { extensions: _hash, ...body } = request.body;
    request.body = { ...body, query };
    return;
  }
  const search = searchOf(request);
  search.set('query', query);
  search.delete('extensions');
  request.url = `${new URL(request.url, 'http://localhost').pathname}?${search}`;
}

function searchOf(request: Request): URLSearchParams {
  return new URL(request.url, 'http://localhost').searchParams;
}

function parsedJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined;
  }
}
