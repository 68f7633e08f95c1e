import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parser } from '@prometheus-io/lezer-promql';
import { parse, parseAllDocuments } from 'yaml';
import { CHECKS } from '../src/doctor/finding.js';
import { readConfig } from '../src/config.js';
import { ENVIRONMENT_NAMES } from '../src/environment-variables.js';

const FOLDER = 'docs/operations';
const read = (file: string) => readFileSync(file, 'utf8');
const dockerfile = read('Dockerfile');
const operations = read(`${FOLDER}/README.md`);

/** What is read of the manifests; each kind has some of it. */
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly selector?: { readonly matchLabels?: object };
    readonly scaleTargetRef?: { readonly name: string };
    readonly triggers?: readonly { readonly metadata: { readonly query: string } }[];
    readonly template?: {
      readonly metadata: { readonly labels: object; readonly annotations: Readonly<Record<string, string>> };
      readonly spec: { readonly terminationGracePeriodSeconds: number; readonly containers: readonly Container[] };
    };
  };
}

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
}

interface ComposeService {
  readonly environment?: Readonly<Record<string, string>>;
  readonly stop_grace_period?: string;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
}

const manifests = readdirSync(`${FOLDER}/kubernetes`).flatMap((file) =>
  parseAllDocuments(read(`${FOLDER}/kubernetes/${file}`)).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  }),
);
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const containers = ofKind('Deployment').flatMap(({ spec }) => spec.template?.spec.containers ?? []);
const configMap = ofKind('ConfigMap')[0]?.data ?? {};
const { services } = parse(read(`${FOLDER}/compose.yaml`), { merge: true }) as Compose;
const engines = Object.entries(services).filter(([name]) => name.startsWith('engine-'));
/** What the comment beside the ConfigMap says the Secret has. */
const secretNames = [...read(`${FOLDER}/kubernetes/configuration.yaml`).matchAll(/--from-literal=(\w+)=/g)].map(
  ([, name = '']) => name,
);

/** A value that each variable may have, for those that come from outside. */
const SECRETS = {
  STRIPE_SECRET_KEY: 'sk_live_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  MONGODB_URI: 'mongodb://mongo.example/revenue-engine?replicaSet=rs0',
  ADMIN_API_KEY: 'a-long-random-key',
  AUTH_JWT_SECRET: 'a-secret-of-at-least-32-characters',
};

/** Compose's `${NAME:-default}` and `${NAME:?}`. */
function filledIn(text: string): string {
  const given: Readonly<Record<string, string>> = SECRETS;
  return text.replace(/\$\{(\w+):[-?]([^}]*)\}/g, (_all, name: string, otherwise: string) => given[name] ?? otherwise);
}

describe('Dockerfile', () => {
  test('what it copies from the project is there, and .dockerignore keeps none of it away', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, words = '']) =>
      words.split(' ').slice(0, -1),
    );
    expect(copied).toContain('package.json');
    expect(copied.filter((path) => !existsSync(path))).toEqual([]);
    const ignored = read('.dockerignore').split('\n').filter(Boolean);
    expect(copied.filter((path) => ignored.includes(path.split('/')[0] ?? ''))).toEqual([]);
    for (const secret of ['.env', '.git', '.data', 'node_modules']) expect(ignored).toContain(secret);
  });

  test('it runs the Node.js that the project is tested with, as nobody special', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: { node: string } };
    const images = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    expect(new Set(images)).toEqual(new Set([`node:${dependencies.node}-bookworm-slim`]));
    expect(dockerfile.indexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM'));
  });

  test('its health check is one that Node.js can run, of an address that the engine has', () => {
    const [, words = '[]'] = /HEALTHCHECK[^[]+(\[.+\])/.exec(dockerfile) ?? [];
    const [command, flag, script = ''] = JSON.parse(words) as string[];
    expect([command, flag]).toEqual(['node', '-e']);
    expect(script).toContain("'/livez'");
    execFileSync(process.execPath, ['--check', '--input-type=module'], { input: script });
  });

  test('the entry is the command of the package, and what its defaults say is what the engine says', () => {
    const { bin } = JSON.parse(read('package.json')) as { bin: Readonly<Record<string, string>> };
    expect(dockerfile).toContain(`"${bin['revenue-engine']}"]\nCMD ["serve"]`);
    expect(dockerfile).toContain(`EXPOSE ${readConfig({}).port}\n`);
  });
});

test('every variable that compose.yaml sets for an engine is one of the configuration, which takes them', () => {
  expect(engines).toHaveLength(2);
  for (const [, { environment = {}, stop_grace_period, healthcheck }] of engines) {
    expect(Object.keys(environment).filter((name) => !ENVIRONMENT_NAMES.includes(name))).toEqual([]);
    const values = Object.entries(environment).map(([name, value]) => [name, filledIn(value)] as const);
    const config = readConfig({ NODE_ENV: 'production', ...Object.fromEntries(values) });
    expect(Number.parseInt(stop_grace_period ?? '', 10) * 1000).toBeGreaterThan(config.shutdownDrainMs + 30_000);
    expect(healthcheck?.test.at(-1)).toContain(`http://127.0.0.1:${config.port}/readyz`);
  }
});

test('the proxy of compose.yaml has its configuration, leads to every engine, and asks what the engine answers', () => {
  expect(services.proxy?.volumes).toContain('./Caddyfile:/etc/caddy/Caddyfile:ro');
  const caddyfile = read(`${FOLDER}/Caddyfile`);
  const [, backends = ''] = /reverse_proxy ([^{\n]+) \{/.exec(caddyfile) ?? [];
  expect(backends.split(' ')).toEqual(engines.map(([name]) => `${name}:3000`));
  expect(caddyfile).toContain('health_uri /readyz');
});

test('every variable of the Kubernetes example is one of the configuration, which takes them with the Secret', () => {
  expect(secretNames.toSorted()).toEqual(Object.keys(SECRETS).toSorted());
  const names = [
    ...Object.keys(configMap),
    ...secretNames,
    ...containers.flatMap(({ env }) => env.map(({ name }) => name)),
  ];
  expect(names.filter((name) => !ENVIRONMENT_NAMES.includes(name))).toEqual([]);
  const config = readConfig({ NODE_ENV: 'production', ...configMap, ...SECRETS });
  expect(containers).toHaveLength(2);
  for (const { spec } of ofKind('Deployment')) {
    const grace = spec.template?.spec.terminationGracePeriodSeconds ?? 0;
    expect(grace * 1000).toBeGreaterThan(config.shutdownDrainMs + 30_000);
    expect(spec.template?.metadata.annotations['prometheus.io/port']).toBe(String(config.port));
    expect(spec.template?.metadata.labels).toEqual(spec.selector?.matchLabels);
  }
  for (const { ports } of containers) expect(ports).toEqual([{ name: 'http', containerPort: config.port }]);
});

test('the containers run roles that there are, and are asked for their health at addresses that there are', () => {
  const roles = containers.map(({ args }) => {
    expect(args.slice(0, 2)).toEqual(['serve', '--role']);
    return readConfig({ ...SECRETS, SERVE_ROLE: args[2] }).role;
  });
  expect(roles.toSorted()).toEqual(['api', 'worker']);
  for (const { startupProbe, readinessProbe, livenessProbe } of containers) {
    expect(
      [startupProbe, readinessProbe, livenessProbe].map(({ httpGet }) => `${httpGet.port}${httpGet.path}`),
    ).toEqual(['http/readyz', 'http/readyz', 'http/livez']);
  }
});

test('budgets and autoscalers are of deployments that there are, and ask for a metric that the engine shows', () => {
  const deployments = ofKind('Deployment');
  const scaled = [...ofKind('HorizontalPodAutoscaler'), ...ofKind('ScaledObject')];
  expect(scaled.map(({ spec }) => spec.scaleTargetRef?.name).toSorted()).toEqual(
    deployments.map(({ metadata }) => metadata.name).toSorted(),
  );
  expect(ofKind('PodDisruptionBudget').map(({ spec }) => spec.selector?.matchLabels)).toEqual(
    deployments.map(({ spec }) => spec.selector?.matchLabels),
  );
  const query = ofKind('ScaledObject')[0]?.spec.triggers?.[0]?.metadata.query ?? '';
  let isUnderstood = true;
  parser.parse(query).iterate({
    enter: ({ type }) => {
      if (type.isError) isUnderstood = false;
    },
  });
  expect(isUnderstood).toBe(true);
  const [metric = ''] = /revenue_engine_\w+/.exec(query) ?? [];
  // That the table is what /metrics shows is held by operations-docs.
  expect(operations).toContain(`\`${metric}\``);
});

test('docs/operations/README.md names every check of the doctor', () => {
  expect(CHECKS.filter((check) => !operations.includes(`\`${check}\``))).toEqual([]);
});
