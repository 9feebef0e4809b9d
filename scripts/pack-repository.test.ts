import { expect, test } from 'vitest';
import { repositoryOf } from './pack-packages.ts';

test.each([
  ['https://git.example/team/portal.git', 'git+https://git.example/team/portal.git'],
  ['https://anna:secret@git.example/team/portal.git', 'git+https://git.example/team/portal.git'],
  ['git@git.example:team/portal.git', 'git+ssh://git@git.example/team/portal.git'],
  ['ssh://git@git.example:2222/team/portal.git', 'git+ssh://git@git.example:2222/team/portal.git'],
])('a package of a clone of %s names %s', (origin, url) => {
  expect(repositoryOf('nce', origin)).toEqual({ repository: { type: 'git', url, directory: 'packages/nce' } });
});

test.each(['', '/srv/git/portal.git', '../portal'])('a package of a clone of "%s" names no address', (origin) => {
  expect(repositoryOf('nce', origin)).toEqual({});
});
