import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { RouteConfigEntry } from '@react-router/dev/routes';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { PERMISSIONS } from '#platform/permissions.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { it } from './messages-it.ts';
import { messagesOf } from './page-messages.server.ts';
import { MODULES_BY_PATH, modulesOfPage } from './page-modules.ts';
import routes from './routes.ts';

const ROOT = join(import.meta.dirname, '../..');
const MODULES = new Set(Object.keys(it).map((key) => key.slice(0, key.indexOf('.'))));
/** Found in pages as the beginning of names of operations and refusals, which the server makes into texts. */
const KEY = /['"`](?<module>[a-zA-Z]+)\.(?=[\w$])/g;

/** Names of permissions look like keys of the module that they protect. */
const PERMISSION_NAMES = new RegExp(`'(?:${Object.keys(PERMISSIONS).join('|')})'`, 'g');

const FULL_KEY = /['"`](\w+\.[\w.]+)['"`]/g;

const pages = pagesOf(routes);

test.each(pages)('the texts of $path are sent with the page', ({ path, file }) => {
  const used = [...usedModules(file)].sort();
  const sent = modulesOfPage(path);
  expect(
    used.filter((module) => !sent.includes(module)),
    'add these modules to the path in page-modules.ts',
  ).toEqual([]);
});

test('no path is sent the texts of a module that none of its pages uses', () => {
  const unused = Object.entries(MODULES_BY_PATH).flatMap(([path, modules]) => {
    const below = pages.filter((page) => page.path === path || page.path.startsWith(`${path}/`));
    const used = new Set(below.flatMap(({ file }) => [...usedModules(file)]));
    return modules.filter((module) => !used.has(module)).map((module) => `${path}: ${module}`);
  });
  expect(unused).toEqual([]);
});

test.each(pages)('every text that $path names in full is sent to its readers', ({ path, file }) => {
  const sent = messagesOf('it', modulesOfPage(path), path.startsWith('/provider') ? 'provider' : 'customer');
  const named = shownFiles(file).flatMap((shown) => [...readFileSync(join(ROOT, shown), 'utf8').matchAll(FULL_KEY)]);
  const missing = named.map(([, key = '']) => key).filter((key) => key in it && !(key in sent));
  expect(missing).toEqual([]);
});

test('pages of a customer load no texts of the provider, and no page those of mails and refusals', () => {
  const modules = Object.keys(it).map((key) => key.slice(0, key.indexOf('.')));
  const sent = Object.keys(messagesOf('it', modules, 'customer'));
  expect(sent.filter((key) => key.split('.').includes('provider'))).toEqual([]);
  expect(Object.keys(messagesOf('it', modules, 'provider')).filter((key) => /^refusal|Mail\./.test(key))).toEqual([]);
  expect(Object.keys(messagesOf('it', modules, 'provider')).length).toBeGreaterThan(sent.length);
});

test('pages were read', () => {
  expect(pages.length).toBeGreaterThan(30);
});

/** Every page with its file; parameters of the path are filled. */
function pagesOf(entries: readonly RouteConfigEntry[], parent = ''): { path: string; file: string }[] {
  return entries.flatMap((entry) => {
    const path = entry.path === undefined ? parent : `${parent}/${entry.path.replace(/:\w+/g, 'id')}`;
    const file = relative(ROOT, join(import.meta.dirname, entry.file));
    const isPage = entry.children === undefined && entry.path !== '*';
    return [...(isPage ? [{ path: path === '' ? '/' : path, file }] : []), ...pagesOf(entry.children ?? [], path)];
  });
}

/** The modules named by keys in the files of a page. */
function usedModules(page: string): Set<string> {
  const used = new Set<string>();
  for (const file of shownFiles(page)) {
    const text = readFileSync(join(ROOT, file), 'utf8').replaceAll(PERMISSION_NAMES, '');
    for (const { groups } of text.matchAll(KEY)) {
      const module = groups?.module ?? '';
      if (MODULES.has(module)) used.add(module);
    }
  }
  return used;
}

/** The file of a page and the files that it shows. */
function shownFiles(page: string): string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const imported of importsOf(file, readFileSync(join(ROOT, file), 'utf8')))
      if (isShown(imported)) visit(imported);
  };
  visit(page);
  return [...seen];
}

/** True for a file that a browser may get for its looks or texts: no operation, job or mail. */
function isShown(file: string): boolean {
  return /\.tsx$/.test(file) || /\/pages\/[^/]+\.ts$/.test(file);
}

/** The files that a file imports; a name that a module's face hands on is looked up there. */
function importsOf(file: string, text: string): string[] {
  return parseSync(file, text).module.staticImports.flatMap(({ moduleRequest, entries }) => {
    const target = resolve(file, moduleRequest.value);
    if (target === undefined) return [];
    if (!/^portal\/features\/([^/]+)\/\1(?:-ui)?\.ts$/.test(target)) return [target];
    const names = entries.filter((entry) => !entry.isType).map((entry) => entry.importName.name);
    return exportsOf(target).flatMap(({ name, from }) => (names.includes(name) ? [from] : []));
  });
}

function exportsOf(face: string): { name: string | null; from: string }[] {
  const { module } = parseSync(face, readFileSync(join(ROOT, face), 'utf8'));
  return module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, exportName }) => {
      const from = moduleRequest === null ? undefined : resolve(face, moduleRequest.value);
      return from === undefined ? [] : [{ name: exportName.name, from }];
    }),
  );
}

function resolve(from: string, specifier: string): string | undefined {
  const [alias = '', rest = ''] = specifier.split(/(?<=^#[a-z]+\/)/);
  const target = (packageJson.imports as Record<string, string>)[`${alias}*`];
  const path = specifier.startsWith('.')
    ? relative(ROOT, join(ROOT, dirname(from), specifier))
    : target === undefined
      ? ''
      : join(target.replace('*', rest));
  return /\.tsx?$/.test(path) && existsSync(join(ROOT, path)) ? path : undefined;
}

test('a page has its texts in whichever case its address is written', () => {
  expect(modulesOfPage('/PROVIDER/Orders')).toEqual(modulesOfPage('/provider/orders'));
});
