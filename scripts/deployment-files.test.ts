import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { SETTINGS } from '../portal/platform/config.server.ts';

const ROOT = join(import.meta.dirname, '..');
const DEPLOY = join(ROOT, 'deploy');
const SETTING_NAMES = Object.keys(SETTINGS.shape);
/** Read by the other containers and by Node, not by the portal. */
const OTHER_NAMES = ['PUBLIC_HOST', 'DATABASE_PASSWORD', 'POSTGRES_SUPERUSER_PASSWORD', 'NODE_ENV'];

type Service = {
  image: string;
  build?: { context: string; dockerfile: string };
  env_file?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
};

const compose: { services: Record<string, Service>; volumes: Record<string, null> } = parse(
  readFileSync(join(DEPLOY, 'compose.yaml'), 'utf8'),
  { merge: true },
);

test('the compose file runs pages, jobs, database and proxy, and all that it names exists', () => {
  const { services, volumes } = compose;
  expect(Object.keys(services).toSorted()).toEqual(['database', 'proxy', 'web', 'worker']);
  expect([services.web?.environment?.ROLE, services.worker?.environment?.ROLE]).toEqual(['web', 'work']);
  for (const [name, service] of Object.entries(services)) {
    if (service.build !== undefined)
      expect(existsSync(join(DEPLOY, service.build.context, service.build.dockerfile))).toBe(true);
    expect(service.env_file).toBe('portal.env');
    for (const volume of service.volumes ?? []) {
      const [source = ''] = volume.split(':');
      expect(source.startsWith('./') ? existsSync(join(DEPLOY, source)) : source in volumes, `${name}: ${volume}`).toBe(
        true,
      );
    }
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      expect(services[needed], `${name} needs ${needed}`).toBeDefined();
      // The image of the portal brings its own check.
      const hasCheck = services[needed]?.healthcheck !== undefined || services[needed]?.build !== undefined;
      expect([condition, hasCheck]).toEqual(['service_healthy', true]);
    }
  }
});

test('every variable that the files set is a setting of the portal or of another container', () => {
  const example = readFileSync(join(DEPLOY, 'portal.env.example'), 'utf8');
  const units = unitFiles().flatMap(
    (file) => /^Environment=(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]?.split(' ') ?? [],
  );
  const names = [
    ...example.matchAll(/^(\w+)=/gm).map(([, name]) => name),
    ...[compose.services.web, compose.services.worker].flatMap((service) => Object.keys(service?.environment ?? {})),
    ...units.map((pair) => pair.split('=')[0]),
  ];
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => ![...SETTING_NAMES, ...OTHER_NAMES].includes(name ?? ''))).toEqual([]);
});

test('the proxy passes requests to the port on which the image listens', () => {
  const port = /^ENV .*PORT=(\d+)/m.exec(readFileSync(join(ROOT, 'Containerfile'), 'utf8'))?.[1];
  expect(readFileSync(join(DEPLOY, 'Caddyfile'), 'utf8')).toContain(`reverse_proxy web:${port} {`);
});

function unitFiles(): string[] {
  const folder = join(DEPLOY, 'systemd');
  return readdirSync(folder).map((name) => join(folder, name));
}

test.skipIf(!existsSync('/usr/bin/systemd-analyze'))('systemd accepts the units', () => {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-units-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const units = unitFiles().map((file) => {
    const unit = join(folder, file.split('/').at(-1) ?? '');
    // The program of this folder stands for the installed one.
    writeFileSync(
      unit,
      readFileSync(file, 'utf8').replace('/opt/licence-portal/node_modules/.bin/node', '/usr/bin/env'),
    );
    return unit;
  });
  expect(units).toHaveLength(2);
  // It ends with another status, and its sentences, for an unknown setting or a program that is missing.
  execFileSync('systemd-analyze', ['verify', ...units], { stdio: 'pipe' });
});
