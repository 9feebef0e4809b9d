import { encode } from 'uqr';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { getOpenSetUp, setUpPurpose } from './app-set-up.server.ts';

/** The key of the app that the caller is setting up. */
export const getAppSetUp = operation({
  name: 'signIn.getAppSetUp',
  description:
    'Returns the key of the authenticator app that the caller is setting up, as text, as an address and as a QR code. ' +
    'It cannot be read any more once it was confirmed.',
  kind: 'read',
  permission: 'signIn.secondFactor',
  input: z.object({}),
  output: z.object({
    key: z.string().describe('The key, a secret, in base32.'),
    address: z.string().describe('The key as an `otpauth:` address, which apps read.'),
    qrCode: z
      .object({
        size: z.int().describe('Modules in a row and in a column, with the quiet zone.'),
        path: z.string().describe('Dark modules as an SVG path, one unit for each module.'),
      })
      .describe('The address as a QR code.'),
  }),
  refusals: ['signIn.setUpEnded'],
  async run(context) {
    const { personId, services } = context;
    const { sealedSetUp } = await getOpenSetUp(context);
    const address = services.secretBox.open(sealedSetUp, setUpPurpose(personId));
    const { size, data } = encode(address, { ecc: 'M', border: QUIET_ZONE });
    return { key: new URL(address).searchParams.get('secret') ?? '', address, qrCode: { size, path: pathOf(data) } };
  },
});

/** Light modules around the code. @source ISO/IEC 18004, 6.3.8: four modules */
const QUIET_ZONE = 4;

/** One horizontal stroke for each run of dark modules. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      [
        ...row
          .map((dark) => (dark ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
      ].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
    )
    .join('');
}
