import { expect, test } from 'vitest';
import { signInAddress } from './sign-in-address.ts';

test.each([
  ['/', false, '/sign-in'],
  ['/', true, '/sign-in?reason=sessionEnded'],
  ['/_root.data', false, '/sign-in'],
  ['/users?page=2', false, '/sign-in?next=%2Fusers%3Fpage%3D2&reason=needed'],
  ['/users.data?page=2&_routes=root', true, '/sign-in?next=%2Fusers%3Fpage%3D2&reason=sessionEnded'],
])('%s, session ended: %s', (path, sessionEnded, address) => {
  expect(signInAddress(new URL(path, 'http://portal.test'), sessionEnded)).toBe(address);
});
