import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText } from '#platform/wire.ts';
import { UserId } from '../manage/user-id.ts';
import { getPerson } from '../people/people.ts';
import { VENDOR_FAILURES } from '../people/vendor-failures.ts';

const StateAtVendorOutput = z.object({
  status: z.enum(['waiting', 'done', 'failed']).describe('Whether the vendor has done it.'),
  failure: z.enum(VENDOR_FAILURES).nullable().describe('Code of the reason why it failed; null: it has not.'),
  isWanted: z.boolean().describe('True: the licence is given, or the sign-in allowed. False: taken, or blocked.'),
});

const ServiceSeats = z.object({
  serviceId: idOf('service').describe('The service.'),
  subscriptionId: idOf('subscription').describe('The subscription behind it.'),
  name: z.string().describe('Its name, as bought.'),
  seatCount: z.int().describe('Seats of the subscription.'),
  freeCount: z.int().describe('Seats that nobody holds, 0 or more.'),
  atVendor: StateAtVendorOutput.nullable().describe('What becomes of the licence at the vendor; null: nothing known.'),
  heldSince: InstantText.nullable().describe('Time at which the user got a seat, UTC; null: the user holds none.'),
});

/** A service of the account, and whether a person holds it. */
export type ServiceSeatsOutput = z.output<typeof ServiceSeats>;

/** The services of the account with their free seats, and those that a person holds. */
export const getServices = operation({
  name: 'users.getServices',
  description:
    'Returns the services of the account with their free seats and, with a user, which of them the user holds. A ' +
    'service that cannot be used any more is there only for a user who holds it.',
  kind: 'read',
  permission: 'users.read',
  input: z.object({ userId: UserId.nullable().default(null).describe('Id of the user; null: of nobody.') }),
  output: z.object({
    services: z.array(ServiceSeats).describe('The services by name.'),
    vendorUsers: z
      .array(
        z.object({
          domain: z.string().describe('Domain of the Microsoft account (tenant).'),
          login: z.string().describe('Address of the user there.'),
          isFound: z.boolean().describe('True: the vendor has a user with this address.'),
          isSignInAllowed: z.boolean().nullable().describe('Whether the user can sign in there; null: not read yet.'),
          signIn: StateAtVendorOutput.nullable().describe('What becomes of the sign-in there; null: nothing to do.'),
        }),
      )
      .describe('The accounts of the user at the vendor, one for each tenant in which something was to be done.'),
  }),
  refusals: ['users.notFound'],
  async run(context, { userId }) {
    if (userId !== null) await getPerson(context.tx, userId);
    const rows = await context.services.heldServices.list(context, userId);
    return {
      vendorUsers: userId === null ? [] : [...(await context.services.heldServices.listVendorUsers(context, userId))],
      services: rows.map(({ assignedCount, heldSince, ...row }) => ({
        ...row,
        freeCount: Math.max(0, row.seatCount - assignedCount),
        heldSince: heldSince?.toString() ?? null,
      })),
    };
  },
});
