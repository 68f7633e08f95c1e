import { sha256Hex } from '../terms/digest.js';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { type DocumentNode, Source, buildSchema, concatAST, parse, print, separateOperations, validate } from 'graphql';

/**
 * Writes a manifest for TRUSTED_DOCUMENTS: each operation of the files, with the fragments that it uses.
 *
 * @throws Error when there is no operation, or one of them is not valid against schema.graphql
 */
export async function writeDocuments(patterns: readonly string[], output: string): Promise<void> {
  const document = await documentOf(patterns);
  const schema = buildSchema(await readFile('schema.graphql', 'utf8'));
  const [fault] = validate(schema, document);
  if (fault) throw new Error(`${fault.nodes?.[0]?.loc?.source.name ?? 'A document'}: ${fault.message}`);
  const texts = Object.values(separateOperations(document)).map(print);
  if (texts.length === 0) throw new Error(`No operation was found in ${patterns.join(', ')}`);
  const manifest = Object.fromEntries(texts.map((text) => [sha256Hex(text), text]));
  await writeFile(output, `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`${output}: ${texts.length} documents`);
}

/** All files as one document, since a fragment may stand in another file. */
async function documentOf(patterns: readonly string[]): Promise<DocumentNode> {
  const paths: string[] = [];
  for await (const path of glob([...patterns])) paths.push(path);
  const documents = paths.sort().map(async (path) => parse(new Source(await readFile(path, 'utf8'), path)));
  return concatAST(await Promise.all(documents));
}
