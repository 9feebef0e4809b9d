import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

/*
 * The arrows of the house point one way: bin → shell → features → ui, platform → packages; vendors stand between shell and
 * the rooms' faces. Each rule names who may not look at what; tests and builders may look everywhere.
 */

const ROOT = join(import.meta.dirname, '..');
const FREE = /\.test\.tsx?$|\/testing\/|\/builders\.ts$|\/\+types\//;
const FACE_OR_TABLES = /^portal\/features\/([^/]+)\/(\1|tables)\.ts$/;

type Rule = { name: string; from: RegExp; mayNot: (from: string, to: string) => boolean };

const RULES: readonly Rule[] = [
  { name: 'packages know no portal', from: /^packages\//, mayNot: (_, to) => to.startsWith('portal/') },
  {
    name: 'the client does not know the simulator',
    from: /^packages\/partner-center\/src/,
    mayNot: (_, to) => /^packages\/(?!partner-center\/)/.test(to),
  },
  {
    name: 'the simulator does not know the client',
    from: /^packages\/partner-center-simulator\/src/,
    mayNot: (_, to) => to.startsWith('packages/partner-center/'),
  },
  { name: 'nce stands alone', from: /^packages\/nce\/src/, mayNot: (_, to) => /^packages\/(?!nce\/)/.test(to) },
  {
    name: 'platform is the ground',
    from: /^portal\/platform\//,
    mayNot: (_, to) => /^portal\/(ui|features|vendors|shell|bin)\//.test(to),
  },
  {
    name: 'ui knows no house',
    from: /^portal\/ui\//,
    mayNot: (_, to) => /^portal\/(platform|features|vendors|shell|bin)\//.test(to),
  },
  {
    name: 'rooms stand below the shell and know no vendor',
    from: /^portal\/features\//,
    mayNot: (_, to) => /^portal\/(vendors|shell|bin)\//.test(to),
  },
  {
    name: 'vendors stand below the shell',
    from: /^portal\/vendors\//,
    mayNot: (_, to) => /^portal\/(shell|bin)\//.test(to),
  },
  { name: 'shell stands below bin', from: /^portal\/shell\//, mayNot: (_, to) => to.startsWith('portal/bin/') },
  {
    name: 'a room is used through its face; tables refer to tables',
    from: /^portal\/(features|vendors)\//,
    mayNot: (from, to) => to.startsWith('portal/features/') && roomOf(to) !== roomOf(from) && !FACE_OR_TABLES.test(to),
  },
];

const files = globSync(['packages/*/{src,bin}/**/*.{ts,tsx}', 'portal/**/*.{ts,tsx}'], { cwd: ROOT }).filter(
  (file) => !file.endsWith('.d.ts'),
);
const arrows = files
  .filter((file) => !FREE.test(`/${file}`))
  .flatMap((file) => importsOf(file).map((to) => ({ file, ...to })));

test.each(RULES)('$name', ({ from, mayNot }) => {
  const broken = arrows.filter((arrow) => from.test(arrow.file) && mayNot(arrow.file, arrow.to));
  expect(broken.map(({ file, to }) => `${file} → ${to}`)).toEqual([]);
});

test('no circle of imports', () => {
  const next = new Map<string, string[]>();
  for (const { file, to, typeOnly } of arrows) if (!typeOnly) next.set(file, [...(next.get(file) ?? []), to]);
  const circles: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
      return;
    }
    state.set(file, 'open');
    for (const to of next.get(file) ?? []) visit(to, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test('every file of the house was looked at', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(arrows.length).toBeGreaterThan(files.length);
});

function roomOf(path: string): string | undefined {
  return /^portal\/features\/([^/]+)\//.exec(path)?.[1];
}

/** What a file imports from inside the house, as paths from the root. */
function importsOf(file: string): { to: string; typeOnly: boolean }[] {
  const parsed = parseSync(file, readFileSync(join(ROOT, file), 'utf8'));
  const { staticImports, staticExports } = parsed.module;
  const imports = staticImports.map((one) => ({
    specifier: one.moduleRequest.value,
    typeOnly: one.entries.length > 0 && one.entries.every((entry) => entry.isType),
  }));
  const exports = staticExports.flatMap((one) =>
    one.entries.flatMap((entry) =>
      entry.moduleRequest === null ? [] : [{ specifier: entry.moduleRequest.value, typeOnly: entry.isType }],
    ),
  );
  return [...imports, ...exports].flatMap(({ specifier, typeOnly }) => {
    const to = resolve(file, specifier);
    return to === undefined ? [] : [{ to, typeOnly }];
  });
}

function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return existing(relative(ROOT, join(ROOT, dirname(from), specifier)));
  const alias = /^(#[a-z]+\/)(.*)$/.exec(specifier);
  if (alias !== null) {
    const target = (packageJson.imports as Record<string, string>)[`${alias[1]}*`];
    return target === undefined ? undefined : existing(join(target.replace('*', alias[2] ?? '')));
  }
  const workspace = /^@licence-portal\/([a-z-]+)$/.exec(specifier);
  return workspace === null ? undefined : `packages/${workspace[1]}/src/${workspace[1]}.ts`;
}

/** Generated route types and style sheets are no rooms. */
function existing(path: string): string | undefined {
  return /\.tsx?$/.test(path) && existsSync(join(ROOT, path)) ? path : undefined;
}
