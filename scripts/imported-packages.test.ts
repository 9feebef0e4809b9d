import { isBuiltin } from 'node:module';
import { expect, test } from 'vitest';
import { parseSource, readSource, sourceFiles } from './source-files.ts';

/*
 * Each package.json lists every package that its code imports, those of this repository too: nothing is found only
 * because another package brings it along.
 */

type Manifest = Readonly<{
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}>;

/** Code that runs in production, by the folder of its package.json. */
const PRODUCT = /^(portal|packages\/[^/]+\/(src|bin))\/(?!.*(\.test\.tsx?$|\/testing\/|\/builders\.ts$))/;
/** Modules that a build tool makes. */
const VIRTUAL = /^virtual:/;

const files = sourceFiles(['ts', 'tsx', 'mjs']);
const folders = ['', ...new Set(files.flatMap((file) => /^packages\/[^/]+\//.exec(file) ?? []))];

test.each(folders)('%spackage.json lists each package that its code imports', (folder) => {
  const own = files.filter((file) => (folder === '' ? !file.startsWith('packages/') : file.startsWith(folder)));
  expect(own.length).toBeGreaterThan(5);
  const ofProduct = listedIn(folder, ['dependencies', 'peerDependencies']);
  const ofTools = [...ofProduct, ...listedIn(folder, ['devDependencies']), ...toolsOf(folder)];
  const missing = new Map<string, string>();
  for (const file of own) {
    for (const { name, isType } of packagesOf(file)) {
      const listed = PRODUCT.test(file) && !isType ? ofProduct : ofTools;
      if (!listed.includes(name)) missing.set(name, file);
    }
  }
  expect([...missing].map(([name, file]) => `${name}, imported by ${file}`)).toEqual([]);
});

function listedIn(folder: string, kinds: readonly (keyof Omit<Manifest, 'name'>)[]): string[] {
  const manifest = JSON.parse(readSource(`${folder}package.json`)) as Manifest;
  return [manifest.name, ...kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))];
}

/** Packages of this repository are tested with the tools of the root. */
function toolsOf(folder: string): string[] {
  return folder === '' ? [] : listedIn('', ['dependencies', 'devDependencies']);
}

/** Packages from which a file imports; those from which it takes types alone are marked. */
function packagesOf(file: string): { name: string; isType: boolean }[] {
  const { staticImports, staticExports, dynamicImports } = parseSource(file).module;
  const source = readSource(file);
  const imports = [
    ...staticImports.map(({ moduleRequest, entries }) => ({
      specifier: moduleRequest.value,
      isType: entries.length > 0 && entries.every((entry) => entry.isType),
    })),
    ...staticExports.flatMap(({ entries }) =>
      entries.map(({ moduleRequest, isType }) => ({ specifier: moduleRequest?.value ?? '.', isType })),
    ),
    ...dynamicImports.map(({ moduleRequest: { start, end } }) => ({
      specifier: /^(['"])(.*)\1$/.exec(source.slice(start, end))?.[2] ?? '.',
      isType: false,
    })),
  ];
  return imports
    .filter(({ specifier }) => !/^[.#/]/.test(specifier) && !isBuiltin(specifier) && !VIRTUAL.test(specifier))
    .map(({ specifier, isType }) => ({ name: packageNameOf(specifier), isType }));
}

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
