import { z } from 'zod';
import { type CallOptions, callIdentityOf, sharedOptions } from './call-options.ts';
import { type Known, readAnswer } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/**
 * A person in a customer's directory, as far as signing in and licences are concerned.
 *
 * @source Microsoft Graph, "user resource type"
 */
export const DirectoryUser = z.looseObject({
  id: z.string(),
  userPrincipalName: z.string().optional(),
  /** False: nobody can sign in as this person. */
  accountEnabled: z.boolean().optional(),
  displayName: z.string().nullish(),
  /** `skuId` is the id of the licence pool. */
  assignedLicenses: z.array(z.looseObject({ skuId: z.string() })).optional(),
});
export type DirectoryUser = Known<z.output<typeof DirectoryUser>>;

type UserIds = Readonly<{ customerId: string; userId: string }>;

/**
 * What Partner Center has no call for: its users are `active` or deleted, and a sign-in is blocked in the directory
 * itself. The customer's tenant must know the application (Partner Center, "Application consent"), and the person needs
 * the role User Administrator there.
 */
/** @source Microsoft Graph, "Paging Microsoft Graph data in your app" */
const Page = z.looseObject({ value: z.array(DirectoryUser), '@odata.nextLink': z.string().optional() });
/** Those of one person; others are named where they are read. */
const PROPERTIES = 'id,userPrincipalName,accountEnabled';
const USERS_OF_PAGE = '999';

export function directoryUserCalls(transport: Transport) {
  return {
    /** @param path.userId  id or user principal name */
    get: ({ customerId, userId }: UserIds, options: CallOptions = {}) =>
      transport.read(
        ROUTES.getDirectoryUser,
        { path: { userId }, query: { $select: PROPERTIES }, tenantId: customerId },
        DirectoryUser,
        options,
      ),
    /** Everybody in the directory with their licences, page by page. */
    async *pages(customerId: string, options: CallOptions = {}): AsyncGenerator<readonly DirectoryUser[]> {
      const shared = sharedOptions(options, options.correlationId ?? crypto.randomUUID());
      const query = { $select: `${PROPERTIES},displayName,assignedLicenses`, $top: USERS_OF_PAGE };
      const first = { query, tenantId: customerId };
      let page = await transport.read(ROUTES.listDirectoryUsers, first, Page, { ...options, ...shared });
      yield page.value;
      for (let next = page['@odata.nextLink']; next !== undefined; next = page['@odata.nextLink']) {
        const call = callIdentityOf(ROUTES.listDirectoryUsers, shared);
        const parts = { json: 'always', tenantId: customerId } as const;
        const answer = await transport.sendTo(ROUTES.listDirectoryUsers, next, parts, { ...shared, ...call });
        page = readAnswer(Page, answer, call);
        yield page.value;
      }
    },
    /** Blocks the sign-in of a person, or allows it again. @source Microsoft Graph, "Update user", `accountEnabled` */
    async setSignIn({ customerId, userId }: UserIds, isAllowed: boolean, options: CallOptions = {}): Promise<void> {
      const body = { accountEnabled: isAllowed };
      await transport.send(ROUTES.updateDirectoryUser, { path: { userId }, body, tenantId: customerId }, options);
    },
  };
}
