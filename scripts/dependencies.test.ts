import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { parseSource, ROOT, readSource, sourceFiles, syntaxNodes } from './source-files.ts';

/*
 * Dependencies point one way: bin → shell → vendors → features → ui, platform → packages. Each rule names the imports
 * that it forbids; type-only imports and style sheets count like all others. Tests, builders, completeness checks and
 * test environments of the portal may import everything of it.
 */

/** Code that only tests run. */
const OF_TESTS = /\.test\.tsx?$|\/test\/|\/(testing|completeness)\/|\/builders\.ts$/;
/**
 * The files through which other modules use a module of the portal: `orders/orders.ts`, and `orders/orders-ui.ts` for
 * components and labels, which a browser may load without the server's code.
 */
const FACE = /^portal\/features\/([^/]+)\/\1(?:-ui)?\.ts$/;
const FACE_OF_PAGES = /^portal\/features\/([^/]+)\/\1-ui\.ts$/;
/** The list of a module's pages, which the shell alone composes. */
const ROUTES = /^portal\/features\/[^/]+\/routes\.ts$/;

type Import = Readonly<{ from: string; to: string }>;
type Rule = Readonly<{ name: string; from: RegExp; forbids: (to: string, from: string) => boolean }>;

const RULES: readonly Rule[] = [
  { name: 'packages import nothing of the portal', from: /^packages\//, forbids: isIn('portal') },
  {
    name: 'nce imports no other package',
    from: /^packages\/nce\//,
    forbids: (to) => /^packages\/(?!nce\/)/.test(to),
  },
  {
    name: 'the client of Partner Center imports no other package',
    from: /^packages\/partner-center\/(?!test\/)/,
    forbids: (to) => /^packages\/(?!partner-center\/)/.test(to),
  },
  {
    name: 'the simulator imports no other package: it is an independent witness of the rules and of the client',
    from: /^packages\/partner-center-simulator\/(?!test\/)/,
    forbids: (to) => /^packages\/(?!partner-center-simulator\/)/.test(to),
  },
  {
    name: 'platform imports packages alone',
    from: /^portal\/platform\//,
    forbids: isIn('portal/ui', 'portal/features', 'portal/vendors', 'portal/shell', 'portal/bin'),
  },
  {
    name: 'ui imports packages alone',
    from: /^portal\/ui\//,
    forbids: isIn('portal/platform', 'portal/features', 'portal/vendors', 'portal/shell', 'portal/bin'),
  },
  {
    name: 'features import nothing of vendors, shell and bin',
    from: /^portal\/features\//,
    forbids: isIn('portal/vendors', 'portal/shell', 'portal/bin'),
  },
  {
    name: 'vendors import nothing of shell and bin',
    from: /^portal\/vendors\//,
    forbids: isIn('portal/shell', 'portal/bin'),
  },
  {
    name: 'a vendor imports no other vendor',
    from: /^portal\/vendors\//,
    forbids: (to, from) => to.startsWith('portal/vendors/') && folderOf(to) !== folderOf(from),
  },
  { name: 'shell imports nothing of bin', from: /^portal\/shell\//, forbids: isIn('portal/bin') },
  {
    name: 'a module is used through the file that carries its name',
    from: /^portal\//,
    forbids: (to, from) =>
      to.startsWith('portal/features/') &&
      folderOf(to) !== folderOf(from) &&
      !FACE.test(to) &&
      !(ROUTES.test(to) && from.startsWith('portal/shell/')),
  },
  {
    name: 'the face for pages hands on files of pages alone',
    from: FACE_OF_PAGES,
    forbids: (to, from) => !new RegExp(`^${dirname(from)}/(?:[a-z-]+/)?pages/`).test(to),
  },
  {
    name: 'a style sheet is used in its own folder and below',
    from: /^portal\/(?!root\.tsx$)/,
    forbids: (to, from) => to.endsWith('.css') && !from.startsWith(`${dirname(to)}/`),
  },
  {
    name: 'end-to-end tests see the portal through its processes, a browser and HTTP alone',
    from: /^e2e\//,
    forbids: (to) => !/^(e2e|scripts|portal\/bin\/testing)\//.test(to),
  },
  {
    name: 'the product imports nothing of e2e, bench and scripts',
    from: /^(packages|portal)\//,
    forbids: (to, from) => /^(e2e|bench|scripts)\//.test(to) && !isInOwnPackage(to, from),
  },
  {
    name: 'scripts import nothing of features, vendors and bin',
    from: /^scripts\//,
    forbids: isIn('portal/ui', 'portal/features', 'portal/vendors', 'portal/bin', 'e2e', 'bench'),
  },
  {
    name: 'benchmarks import no vendor and no program, and start programs as tests do',
    from: /^bench\//,
    forbids: (to) => /^portal\/(vendors|bin\/(?!testing\/))/.test(to),
  },
];

const files = sourceFiles(['ts', 'tsx', 'mjs']).filter((file) => !file.endsWith('.d.ts'));
const imports = files
  .filter((file) => !OF_TESTS.test(file) || /^(e2e|bench|scripts)\//.test(file))
  .flatMap((from) => targetsOf(from).map((to): Import => ({ from, to })));

test.each(RULES)('$name', ({ from, forbids }) => {
  const violations = imports.filter((one) => from.test(one.from) && forbids(one.to, one.from));
  const found = violations.map((one) => `${one.from} → ${one.to}`);
  expect(found).toEqual([]);
});

test('no cycle of imports, types included', () => {
  expect(cyclesOf(imports)).toEqual([]);
});

test('no cycle of modules, types included', () => {
  expect(cyclesOf(betweenModules(imports))).toEqual([]);
});

test('no module but tenants names a vendor', () => {
  const modules = files.filter((file) => /^portal\/features\/(?!tenants\/)/.test(file) && !OF_TESTS.test(file));
  const found = modules.filter(namesVendor);
  expect(found).toEqual([]);
});

test.each(['packages/nce', 'portal/vendors', 'portal/ui', 'e2e', 'bench', 'scripts'])('%s is covered', (folder) => {
  expect(imports.filter(({ from }) => from.startsWith(`${folder}/`)).length).toBeGreaterThan(3);
});

test('a cycle is found, through types and in its shortest form', () => {
  const cycle = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'a' },
    { from: 'd', to: 'a' },
  ];
  expect(cyclesOf(cycle)).toEqual(['a → b → c → a']);
  expect(cyclesOf(cycle.slice(1))).toEqual([]);
});

test('a cycle of modules is found, though no file is in a cycle', () => {
  const orders = 'portal/features/orders/orders.ts';
  const billing = 'portal/features/billing/billing.ts';
  const there = { from: 'portal/features/orders/pages/order-page.tsx', to: billing };
  const back = { from: 'portal/features/billing/credit.ts', to: orders };
  const own = { from: orders, to: 'portal/features/orders/tables.ts' };
  expect(cyclesOf([there, back, own])).toEqual([]);
  expect(cyclesOf(betweenModules([there, back, own]))).toEqual([
    'portal/features/billing → portal/features/orders → portal/features/billing',
  ]);
  expect(cyclesOf(betweenModules([there, own]))).toEqual([]);
});

function isIn(...folders: readonly string[]): (to: string) => boolean {
  return (to) => folders.some((folder) => to.startsWith(`${folder}/`));
}

/** The module of a file below `portal/features`, the vendor of one below `portal/vendors`. */
function folderOf(path: string): string | undefined {
  return /^portal\/(?:features|vendors)\/[^/]+(?=\/)/.exec(path)?.[0];
}

function isInOwnPackage(to: string, from: string): boolean {
  const own = /^packages\/[^/]+\//.exec(from)?.[0];
  return own !== undefined && to.startsWith(own);
}

/** The files of the repository that a file imports or exports from, dynamically too. */
function targetsOf(from: string): string[] {
  const { staticImports, staticExports, dynamicImports } = parseSource(from).module;
  const source = readSource(from);
  const specifiers = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value)),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => literal(source.slice(start, end))),
  ];
  const targets = specifiers.flatMap((specifier) => (specifier === undefined ? [] : (resolve(from, specifier) ?? [])));
  return [...new Set(targets)];
}

/** The text of a string literal; undefined for an expression. */
function literal(source: string): string | undefined {
  return /^(['"])(.*)\1$/.exec(source)?.[2];
}

/** @returns undefined for packages of others and for generated types */
function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return existing(join(dirname(from), specifier));
  const alias = /^(#[a-z]+\/)(.*)$/.exec(specifier);
  if (alias !== null) {
    const target = (packageJson.imports as Record<string, string>)[`${alias[1]}*`];
    return target === undefined ? undefined : existing(target.replace('*', alias[2] ?? ''));
  }
  const ownPackage = /^@licence-portal\/([a-z-]+)(?:\/|$)/.exec(specifier);
  return ownPackage === null ? undefined : `packages/${ownPackage[1]}/src/${ownPackage[1]}.ts`;
}

function existing(path: string): string | undefined {
  const fromRoot = relative(ROOT, join(ROOT, path)).split(sep).join('/');
  return /\.(tsx?|mjs|css)$/.test(fromRoot) && existsSync(join(ROOT, fromRoot)) ? fromRoot : undefined;
}

/** The use of one module by another; imports inside a module are left out. */
function betweenModules(all: readonly Import[]): Import[] {
  return all.flatMap(({ from, to }) => {
    const [using, used] = [moduleOf(from), moduleOf(to)];
    return using === undefined || used === undefined || using === used ? [] : [{ from: using, to: used }];
  });
}

function moduleOf(path: string): string | undefined {
  return path.startsWith('portal/features/') ? folderOf(path) : undefined;
}

/** Each cycle once, from its first file in the alphabet. */
function cyclesOf(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const cycles = [...next.keys()].map((start) => shortestCycle(start, next)).filter((cycle) => cycle !== undefined);
  return [...new Set(cycles.map((cycle) => fromFirst(cycle).join(' → ')))];
}

function shortestCycle(start: string, next: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const before = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const to of next.get(file) ?? []) {
      if (to === start) return trail(before, start, file);
      if (before.has(to)) continue;
      before.set(to, file);
      queue.push(to);
    }
  }
  return undefined;
}

function trail(before: ReadonlyMap<string, string>, start: string, last: string): string[] {
  const files = [last];
  for (let file = last; file !== start; files.unshift(file)) file = before.get(file) ?? start;
  return files;
}

function fromFirst(cycle: readonly string[]): string[] {
  const first = cycle.indexOf(cycle.toSorted()[0] ?? '');
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  return [...turned, ...turned.slice(0, 1)];
}

/** Whether the code names Microsoft as a vendor: as a whole string, as a name, or between quotes in SQL. */
function namesVendor(file: string): boolean {
  return syntaxNodes(file).some((node) => {
    if (node.type === 'Identifier') return node.name === 'microsoft';
    if (node.type === 'Literal') return node.value === 'microsoft' || String(node.value).includes("'microsoft'");
    return node.type === 'TemplateElement' && readSource(file).slice(node.start, node.end).includes("'microsoft'");
  });
}
