import type { SourceFile, SourceImport } from './source-files.js';

const features = [
  'catalog',
  'customers',
  'subscriptions',
  'checkout',
  'invoices',
  'quotes',
  'payments',
  'usage',
  'metrics',
];
/** What every feature stands on; `ground.ts` hands it to them. */
const ground = ['mongo', 'stripe', 'terms', 'ground.ts'];

/** What the composition root and those above it see. */
const wired = [...ground, ...features, 'migrations', 'webhooks', 'sync', 'hooks', 'api', 'telemetry', 'extensions.ts'];

/** Which rooms of src each room may see, beside itself. What is not written here is not allowed. */
const allowedRooms: Readonly<Record<string, readonly string[]>> = {
  terms: [],
  mongo: ['terms'],
  stripe: ['terms'],
  migrations: ['mongo', 'terms'],
  catalog: ground,
  customers: ground,
  subscriptions: [...ground, 'catalog', 'customers'],
  checkout: [...ground, 'catalog', 'customers', 'subscriptions'],
  invoices: [...ground, 'catalog', 'customers', 'subscriptions'],
  quotes: [...ground, 'subscriptions', 'invoices'],
  payments: [...ground, 'catalog', 'customers', 'subscriptions'],
  usage: [...ground, 'catalog', 'customers', 'subscriptions'],
  metrics: [...ground, 'catalog', 'subscriptions'],
  webhooks: [...ground, ...features],
  hooks: [...ground, 'subscriptions'],
  sync: [...ground, ...features, 'webhooks'],
  'ground.ts': ['mongo', 'stripe', 'terms'],
  // Beside these, the api sees the resolvers of every feature; see `resolverFaults`.
  api: ['terms'],
  telemetry: ['terms', 'stripe', 'webhooks', 'sync'],
  // It looks at everything and changes nothing.
  doctor: ['mongo', 'stripe', 'migrations', 'webhooks', 'config.ts'],
  'environment-variables.ts': [],
  'secret-files.ts': ['environment-variables.ts'],
  'config-faults.ts': [],
  'config.ts': ['terms', 'config-faults.ts', 'environment-variables.ts', 'secret-files.ts'],
  'engine-config.ts': ['config.ts'],
  // What a program that hosts the engine adds to it.
  'extensions.ts': ['api', 'hooks', 'webhooks'],
  'rooms.ts': [...ground, ...features, 'migrations', 'webhooks', 'sync', 'hooks', 'extensions.ts'],
  'routes.ts': [...ground, 'webhooks', 'api', 'telemetry', 'config.ts'],
  'app.ts': [...wired, 'config.ts', 'rooms.ts', 'routes.ts'],
  'main.ts': [...wired, 'config.ts', 'engine-config.ts', 'app.ts'],
  cli: [
    ...wired.filter((room) => room !== 'telemetry'),
    ...['doctor', 'config.ts', 'config-faults.ts', 'engine-config.ts', 'app.ts', 'main.ts'],
  ],
  // The public API of the package.
  'revenue-engine.ts': [
    ...['terms', 'webhooks', 'hooks', 'api', 'extensions.ts', 'config.ts', 'engine-config.ts', 'app.ts', 'main.ts'],
  ],
};

/** The folders beside src, and what each may import from the others. */
const allowedFolders: Readonly<Record<string, readonly string[]>> = {
  src: [],
  sandbox: [],
  // Generated; it knows the schema alone.
  client: [],
  web: [],
  bench: ['src'],
  // They see the package as anybody does, by its name.
  examples: [],
  faults: ['src', 'test'],
  test: ['src', 'sandbox', 'client', 'bench', 'faults'],
};

/** The one file that passes on what others export: what the package offers. */
const publicEntry = 'src/revenue-engine.ts';
const longestFile = 220;
/** Tools that insist on a default export. */
const defaultExportAllowed = /^(web\/vite\.config\.ts|test\/support\/global-[a-z]+\.ts)$/;

/** Everything that breaks a rule of the architecture, one line for each, beginning with the file. */
export function architectureFaults(files: readonly SourceFile[]): string[] {
  return [
    ...files.flatMap((file) => [
      ...file.imports.filter(({ isPackage }) => !isPackage).flatMap((each) => arrowFaults(file, each)),
      ...packageFaults(file),
      ...shapeFaults(file),
    ]),
    ...embeddingFaults(files),
    ...cycleFaults(files),
  ];
}

function arrowFaults({ path }: SourceFile, { target }: SourceImport): string[] {
  const folder = topOf(path);
  const seen = topOf(target);
  if (folder !== seen) {
    const embeds = folder === 'src' && seen === 'sandbox';
    return embeds || allowedFolders[folder]?.includes(seen)
      ? []
      : [`${path} imports ${target}: ${folder} is on its own`];
  }
  if (folder !== 'src') return [];
  const room = roomOf(path);
  const allowed = allowedRooms[room];
  if (!allowed) return [`${path}: the room ${room} is not in the table of allowed arrows`];
  if (isResolver(target)) return resolverFaults(path, target, allowed);
  const other = roomOf(target);
  return room === other || allowed.includes(other) ? [] : [`${path} imports ${target}: ${room} may not see ${other}`];
}

/** GraphQL is the top edge of a feature: only the api, the wiring and a higher feature's own resolver see it. */
function resolverFaults(path: string, target: string, allowed: readonly string[]): string[] {
  const room = roomOf(path);
  if (room === 'api' || room === 'app.ts') return [];
  if (path.endsWith('.room.ts') && room === roomOf(target)) return [];
  const ownEdge = isResolver(path) && (room === roomOf(target) || allowed.includes(roomOf(target)));
  return ownEdge ? [] : [`${path} imports ${target}: resolvers are seen by their own room and the api only`];
}

function packageFaults({ path, imports }: SourceFile): string[] {
  if (topOf(path) !== 'src' || roomOf(path) === 'stripe') return [];
  const speaks = imports.some(({ target, typeOnly }) => target === 'stripe' && !typeOnly);
  return speaks ? [`${path} imports the stripe package: only src/stripe speaks to Stripe`] : [];
}

function shapeFaults({ path, text, imports }: SourceFile): string[] {
  const faults: string[] = [];
  const shipped = ['src', 'sandbox'].includes(topOf(path));
  const readsEnvironment =
    /\bprocess\s*\??\.\s*env\b|\bprocess\[['"]env['"]\]|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/.test(text) ||
    /import\s+[^;'"]*\benv\b[^;'"]*from\s+['"](node:)?process['"]/.test(text);
  if (shipped && path !== 'src/config.ts' && readsEnvironment) {
    faults.push(`${path} reads the environment: only src/config.ts does`);
  }
  if (/^\s*export\s+(default\b|\{[^}]*\bas\s+default\b)/m.test(text) && !defaultExportAllowed.test(path)) {
    faults.push(`${path} has a default export`);
  }
  const lines = text.trimEnd().split('\n').length;
  if (shipped && lines > longestFile) faults.push(`${path} has ${lines} lines; ${longestFile} are the most`);
  if (/(^|\/)(index|utils?|helpers?|common|types)\.tsx?$/.test(path)) faults.push(`${path}: the name says no concept`);
  if (path !== publicEntry && imports.some(({ reexport, isPackage }) => reexport && !isPackage)) {
    faults.push(`${path} passes on another file's exports: no barrels`);
  }
  return faults;
}

/** The sandbox is started by the commands, or by one file that composes it with the rest. */
function embeddingFaults(files: readonly SourceFile[]): string[] {
  const embedding = files.filter(
    ({ path, imports }) =>
      topOf(path) === 'src' &&
      roomOf(path) !== 'cli' &&
      imports.some(({ target, isPackage }) => !isPackage && topOf(target) === 'sandbox'),
  );
  if (embedding.length <= 1) return [];
  return embedding.map(({ path }) => `${path} imports the sandbox: beside src/cli one file of src may`);
}

/**
 * Cycles of imports that run. A type-only import is erased: it orders nothing at the start, and it is how a class and
 * what it hands itself to may name each other. The arrows between rooms bind types all the same.
 */
function cycleFaults(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const finished = new Set<string>();
  const faults: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start !== -1) {
      faults.push(`${path} imports itself: ${[...way.slice(start), path].join(' > ')}`);
      return;
    }
    if (finished.has(path)) return;
    for (const { target, typeOnly } of byPath.get(path)?.imports ?? []) {
      if (!typeOnly) visit(target, [...way, path]);
    }
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return faults;
}

function topOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** `catalog` for src/catalog/plan.record.ts, and `app.ts` for src/app.ts. */
function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function isResolver(path: string): boolean {
  return path.endsWith('.resolver.ts');
}
