import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { ask } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { Locale } from '#platform/wire.ts';
import { callMicrosoft, MICROSOFT_TIME_LIMIT_MS } from '../call-microsoft.ts';

export const getAgreement = ask({
  name: 'tenants.getAgreement',
  description:
    'Reads the Microsoft Customer Agreement in force from Microsoft, for the country of the account: the id that an ' +
    'acceptance names, and where to read the text.',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({ locale: Locale.describe('Language of the text.') }),
  output: z.object({
    templateId: z.string().describe('Microsoft’s id of the text, which an acceptance names.'),
    readUrl: z.url().describe('Address of the text as a page.'),
    downloadUrl: z.url().describe('Address of the text as a file.'),
  }),
  refusals: ['tenants.microsoftDoesNotAnswer'],
  async run(context, { locale }) {
    const country = await context.inTransaction(async ({ tx, accountId }) => {
      const [own] = await tx.select({ country: account.country }).from(account).where(eq(account.id, accountId));
      assert(own !== undefined, 'the account is there');
      return own.country;
    });
    return callMicrosoft(context, async ({ client }, options) => {
      const templates = await client.agreements.listTemplates({}, options);
      const template = templates.items.toSorted((a, b) => (b.versionRank ?? 0) - (a.versionRank ?? 0))[0];
      assert(template !== undefined, 'Microsoft has a Customer Agreement');
      const language = locale === 'it' ? 'it-IT' : 'en-GB';
      const document = await client.agreements.getDocument(template.templateId, { language, country }, options);
      return { templateId: template.templateId, readUrl: document.displayUri, downloadUrl: document.downloadUri };
    });
  },
});
