import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';

/*
 * Makes the tarballs that others install: JavaScript and types instead of the sources, which run unbuilt here and which
 * Node does not run below node_modules. `npm run pack` leaves them in build/packages.
 */

export const PACKAGES = ['nce', 'partner-center', 'partner-center-simulator'] as const;
export type PackageName = (typeof PACKAGES)[number];

type Manifest = Record<string, unknown> & {
  exports: Record<string, string>;
  bin?: Record<string, string>;
  dependencies: Record<string, string>;
};

const OUT_FOLDER = join(ROOT_FOLDER, 'build', 'packages');

/** @returns the path of each package's tarball */
export function packPackages(): Record<PackageName, string> {
  rmSync(OUT_FOLDER, { recursive: true, force: true });
  return Object.fromEntries(PACKAGES.map((name) => [name, pack(name)])) as Record<PackageName, string>;
}

function pack(name: PackageName): string {
  const from = join(ROOT_FOLDER, 'packages', name);
  const to = join(OUT_FOLDER, name);
  mkdirSync(to, { recursive: true });
  compile(from, join(to, 'dist'));
  for (const folder of ['data', 'messages']) {
    if (existsSync(join(from, folder))) cpSync(join(from, folder), join(to, 'dist', folder), { recursive: true });
  }
  for (const file of ['README.md', 'CHANGELOG.md']) copyFileSync(join(from, file), join(to, file));
  copyFileSync(join(ROOT_FOLDER, 'LICENSE'), join(to, 'LICENSE'));
  const manifest = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Manifest;
  for (const other of ownDependencies(manifest)) bundle(other, to);
  writeFileSync(join(to, 'package.json'), `${JSON.stringify(published(name, manifest), null, 2)}\n`);
  const said = run('npm', ['pack', '--json', '--pack-destination', OUT_FOLDER], to);
  const [packed] = Object.values(JSON.parse(said) as Record<string, { filename: string }>);
  if (packed === undefined) throw new Error(`npm packed nothing of ${name}`);
  return join(OUT_FOLDER, packed.filename);
}

function compile(from: string, to: string): void {
  const settings = {
    extends: join(ROOT_FOLDER, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      outDir: to,
      rootDir: from,
      rootDirs: [],
      declaration: true,
      rewriteRelativeImportExtensions: true,
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      target: 'ES2023',
      types: ['node'],
    },
    include: ['src', 'bin', 'examples'].map((folder) => join(from, folder)),
  };
  mkdirSync(to, { recursive: true });
  const file = join(to, '..', 'tsconfig.pack.json');
  writeFileSync(file, JSON.stringify(settings));
  run(join(ROOT_FOLDER, 'node_modules', '.bin', 'tsc'), ['-p', file], ROOT_FOLDER);
  rmSync(file);
}

/** The packages of this house that a package needs. No registry has them, so they travel inside its tarball. */
function ownDependencies({ dependencies }: Manifest): PackageName[] {
  return PACKAGES.filter((name) => Object.hasOwn(dependencies, `@licence-portal/${name}`));
}

/** @param name  packed before */
function bundle(name: PackageName, into: string): void {
  cpSync(join(OUT_FOLDER, name), join(into, 'node_modules', '@licence-portal', name), { recursive: true });
}

/** The manifest as others see it: addresses of what was built, nothing that only this house needs. */
function published(name: PackageName, own: Manifest): object {
  const { devDependencies: _, exports, bin, ...manifest } = own;
  const bundled = ownDependencies(own).map((name) => `@licence-portal/${name}`);
  return {
    ...manifest,
    ...repositoryOf(name, originOfClone()),
    ...(bundled.length > 0 && { bundleDependencies: bundled }),
    files: ['dist', 'CHANGELOG.md'],
    exports: Object.fromEntries(Object.entries(exports).map(([name, path]) => [name, builtExport(path)])),
    ...(bin && { bin: Object.fromEntries(Object.entries(bin).map(([name, path]) => [name, built(path)])) }),
  };
}

function originOfClone(): string {
  const origin = spawnSync('git', ['remote', 'get-url', 'origin'], { cwd: ROOT_FOLDER, encoding: 'utf8' });
  return origin.status === 0 ? origin.stdout.trim() : '';
}

/**
 * Where the sources are: the address of the clone's `origin`, without a password. A clone without one, or of a folder,
 * has no address to name.
 */
export function repositoryOf(name: PackageName, origin: string): object {
  if (!/^(?:https|ssh):\/\/|^git@/.test(origin)) return {};
  const address = origin.replace(/^(https:\/\/)[^@/]*@/, '$1').replace(/^git@([^:]+):/, 'ssh://git@$1/');
  return { repository: { type: 'git', url: `git+${address}`, directory: `packages/${name}` } };
}

function builtExport(path: string): string | { types: string; default: string } {
  if (!path.endsWith('.ts')) return built(path);
  return { types: built(path).replace(/\.js$/, '.d.ts'), default: built(path) };
}

function built(path: string): string {
  return path.replace('./', './dist/').replace(/\.ts$/, '.js');
}

function run(command: string, words: readonly string[], cwd: string): string {
  return execFileSync(command, words, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

if (import.meta.main) {
  for (const tarball of Object.values(packPackages())) process.stdout.write(`${tarball}\n`);
}
