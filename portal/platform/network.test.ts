import { expect, test } from 'vitest';
import { networkOf } from './network.server.ts';

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:cb00:7107', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:0db8:0001:0002:0000:0000:0000:0000'],
  ['2001:DB8:1:2:ffff::1', '2001:0db8:0001:0002:0000:0000:0000:0000'],
  ['2001:db8:1:3::1', '2001:0db8:0001:0003:0000:0000:0000:0000'],
  ['2001:db8::', '2001:0db8:0000:0000:0000:0000:0000:0000'],
  ['unknown', 'unknown'],
])('the network of %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
