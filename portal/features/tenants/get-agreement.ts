import { z } from 'zod';
import { ask } from '#platform/operation.server.ts';
import { Locale } from '#platform/wire.ts';
import { askMicrosoft, MICROSOFT_TIME_LIMIT_MS } from './call-microsoft.ts';

/** The Microsoft Customer Agreement in force: the id that an acceptance names, and where to read it. */
export const getAgreement = ask({
  name: 'tenants.getAgreement',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({ locale: Locale }),
  output: z.object({ templateId: z.string(), readUrl: z.url(), downloadUrl: z.url() }),
  refusals: ['tenants.microsoftDoesNotAnswer'],
  async run(context, { locale }) {
    return askMicrosoft(context, async ({ client }, options) => {
      const templates = await client.agreements.listTemplates({}, options);
      const template = templates.items.toSorted((a, b) => (b.versionRank ?? 0) - (a.versionRank ?? 0))[0];
      if (template === undefined) throw new Error('Microsoft has no Customer Agreement');
      const language = locale === 'it' ? 'it-IT' : 'en-GB';
      const document = await client.agreements.getDocument(template.templateId, { language, country: 'IT' }, options);
      return { templateId: template.templateId, readUrl: document.displayUri, downloadUrl: document.downloadUri };
    });
  },
});
