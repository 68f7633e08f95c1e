import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TrustedDocuments } from '../src/api/trusted-documents.js';
import { cleanup } from './support/cleanup.js';
import { ADMIN_KEY, type RunningEngine, runningEngine } from './support/running-engine.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

let folder: string;
let manifest: Record<string, string>;
let engine: RunningEngine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trusted-documents-'));
  cleanup(() => rm(folder, { recursive: true }));
  const output = join(folder, 'manifest.json');
  const command = [
    'dist/src/cli/revenue-engine.js',
    'documents',
    'write',
    'client/operations/*.graphql',
    '--output',
    output,
  ];
  await promisify(execFile)(process.execPath, command);
  manifest = JSON.parse(await readFile(output, 'utf8')) as Record<string, string>;
  engine = await runningEngine({ env: { TRUSTED_DOCUMENTS: output } });
});

function hashOf(operation: string): string {
  const hash = Object.keys(manifest).find((each) => manifest[each]?.includes(operation));
  if (hash === undefined) throw new Error(`The manifest has no ${operation}`);
  return hash;
}

async function ask(request: RequestInit, search = '') {
  const response = await fetch(`${engine.url}/graphql${search}`, request);
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  return { status: response.status, data, codes: errors?.map(({ extensions }) => extensions.code) };
}

function post(body: object, headers: Record<string, string> = {}) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } };
  return ask({ ...init, body: JSON.stringify(body) });
}

const NOBODY = { viewer: { role: 'ANONYMOUS', organizationId: null, email: null } };

test('the command writes each operation of the files, with its fragments, under its SHA-256', () => {
  const names = Object.values(manifest).map((text) => /(query|mutation|subscription) (\w+)/.exec(text)?.[2]);
  expect(names).toEqual(expect.arrayContaining(['CheckoutSessionChanged', 'ConfirmCheckout', 'CreateCheckout']));
  expect(new Set(names).size).toBe(Object.keys(manifest).length);
  for (const [hash, text] of Object.entries(manifest)) expect(sha256(text)).toBe(hash);
  expect(manifest[hashOf('query Plans')]).toContain('fragment PriceParts on Price');
});

test('a document is run by its hash, by POST and by GET, with variables', async () => {
  const answer = { status: 200, data: NOBODY, codes: undefined };
  const hash = hashOf('query Viewer');
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  expect(await post({ documentId: hash })).toEqual(answer);
  expect(await post({ documentId: `sha256:${hash}` })).toEqual(answer);
  expect(await post({ extensions })).toEqual(answer);
  expect(await ask({}, `?documentId=${hash}`)).toEqual(answer);
  expect(await ask({}, `?extensions=${encodeURIComponent(JSON.stringify(extensions))}`)).toEqual(answer);
  const plans = await post({ documentId: hashOf('query Plans'), variables: { locale: 'de-DE' } });
  expect(JSON.stringify(plans.data)).toContain('19,00');
});

test('its text is run too, however a client prints it', async () => {
  const text = manifest[hashOf('query Viewer')] ?? '';
  for (const query of [text, text.replace(/\s+/g, ' '), text.replace('role', 'role __typename')]) {
    expect(await post({ query })).toMatchObject({ status: 200, codes: undefined });
  }
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(text) } };
  expect(await post({ query: text, extensions })).toMatchObject({ status: 200, codes: undefined });
});

test('an unknown hash is not found', async () => {
  for (const documentId of ['0'.repeat(64), 'constructor', '__proto__', '']) {
    expect(await post({ documentId })).toMatchObject({ status: 404, codes: ['PERSISTED_QUERY_NOT_FOUND'] });
  }
});

test('any other document is refused alike, whether it would be valid or not', async () => {
  const text = manifest[hashOf('query Viewer')] ?? '';
  const others = [
    '{ viewer { role } }',
    '{ nothing }',
    '{',
    text.replace('role', 'a: role'),
    `${text} query B { __typename }`,
  ];
  for (const query of others) {
    expect(await post({ query })).toEqual({ status: 403, data: undefined, codes: ['UNTRUSTED_DOCUMENT'] });
    expect(await ask({}, `?query=${encodeURIComponent(query)}`)).toMatchObject({ status: 403 });
  }
  const member = await post({ query: '{ viewer { role } }' }, { 'x-organization-id': 'org_a' });
  expect(member.codes).toEqual(['UNTRUSTED_DOCUMENT']);
  const borrowed = { query: '{ nothing }', documentId: hashOf('query Viewer') };
  expect(await post(borrowed)).toMatchObject({ status: 403 });
});

test('an admin may run other documents, and registers nothing by it', async () => {
  const query = '{ viewer { role } }';
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } };
  const answer = await post({ query, extensions }, { 'x-api-key': ADMIN_KEY });
  expect(answer.data).toEqual({ viewer: { role: 'ADMIN' } });
  expect((await post({ extensions })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
});

test('a manifest that cannot be used stops the start, and the message says why', async () => {
  const path = join(folder, 'wrong.json');
  const faultOf = async (text: string) => {
    await writeFile(path, text);
    return () => TrustedDocuments.fromFile(path, 3000);
  };
  expect(await faultOf('[]')).toThrow(/TRUSTED_DOCUMENTS: .*wrong\.json cannot be used/);
  expect(await faultOf('{"viewer": "{ viewer { role } }"}')).toThrow(/keys must be SHA-256 in hex/);
  expect(await faultOf(`{"${'0'.repeat(64)}": "{"}`)).toThrow(/Syntax Error/);
  expect(() => TrustedDocuments.fromFile(join(folder, 'none.json'), 3000)).toThrow(/ENOENT/);
});
