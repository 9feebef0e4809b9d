import { Form, redirect } from 'react-router';
import type { z } from 'zod';
import { getAccount } from '#features/accounts/accounts.ts';
import {
  getAgreement,
  getTenant,
  isUsable,
  nameSignatory,
  QUALIFICATIONS,
  saveNewTenant,
} from '#features/tenants/tenants.ts';
import { SignatoryFields, signatoryIn } from '#features/tenants/tenants-ui.ts';
import { getProfile } from '#features/users/users.ts';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { PurchaseSteps } from '#ui/purchase-steps.tsx';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { chooseTenant } from '../checkout/choose-tenant.ts';
import type { Route } from './+types/details-page.ts';
import { checkoutCart } from './checkout-cart.server.ts';
import css from './checkout-form.module.css';
import { CompanyFields, ContactFields, type FormFields } from './company-fields.tsx';
import { type NewAccount, readNewAccount } from './new-account.ts';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const cart = await checkoutCart(caller);
    if (!cart.needsTenant) throw redirect(paths.checkoutSummary());
    const begun = readNewAccount(new URL(args.request.url).searchParams);
    const tenant = cart.tenantId === null ? null : await caller.call(getTenant, { tenantId: cart.tenantId });
    const isDescribing = begun.domain !== '';
    if (!isDescribing && (tenant === null || !isUsable(tenant))) {
      throw redirect(paths.checkoutMicrosoftAccount());
    }
    // A draft may be changed until Microsoft has made it; of an account that exists only the signatory can be missing.
    const draft = tenant?.kind === 'new' && (tenant.status === 'draft' || tenant.status === 'failed') ? tenant : null;
    if (!isDescribing && draft === null && (tenant?.isAgreementConfirmed || tenant?.signatory != null)) {
      throw redirect(paths.checkoutSummary());
    }
    const agreement = await caller.call(getAgreement, { locale: caller.locale });
    return {
      cart,
      domain: isDescribing ? begun.domain : (tenant?.domain ?? ''),
      account: isDescribing ? begun : draft === null ? null : accountOf(draft),
      values: await valuesOf(caller, draft),
      agreement,
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const { tenantId } = await (form.get('intent') === 'sign' ? nameOnly(caller, form) : describeAccount(caller, form));
    await caller.call(chooseTenant, { tenantId });
    return redirect(paths.checkoutSummary());
  });

async function describeAccount(caller: Caller, form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '');
  const { domain, qualification, educationSegment, website, validationCode } = readNewAccount(form);
  return caller.call(saveNewTenant, {
    domain,
    qualification: QUALIFICATIONS.find((known) => known === qualification) ?? 'None',
    educationSegment,
    website,
    validationCode,
    company: {
      name: text('company.name'),
      vatNumber: text('company.vatNumber'),
      addressLine1: text('company.addressLine1'),
      addressLine2: text('company.addressLine2'),
      city: text('company.city'),
      region: text('company.region'),
      postalCode: text('company.postalCode'),
    },
    contact: {
      firstName: text('contact.firstName'),
      lastName: text('contact.lastName'),
      email: text('contact.email'),
      phone: text('contact.phone'),
    },
    signatory: signatoryIn(form),
  });
}

/** Of an account that exists, only who accepts the agreement is missing. */
async function nameOnly(caller: Caller, form: FormData) {
  const { tenantId } = await checkoutCart(caller);
  if (tenantId === null) throw redirect(paths.checkoutMicrosoftAccount());
  return caller.call(nameSignatory, { tenantId, signatory: signatoryIn(form) });
}

type Tenant = z.output<typeof getTenant.output>;

function accountOf({ domain, qualification, educationSegment, website, validationCode }: Tenant): NewAccount {
  return {
    domain,
    qualification,
    educationSegment: educationSegment ?? '',
    website: website ?? '',
    validationCode: validationCode ?? '',
  };
}

/** Values to start with: those of the draft, else those of the account and the person. */
async function valuesOf(caller: Caller, draft: Tenant | null): Promise<Record<string, string>> {
  const account = await caller.call(getAccount, {});
  const person = await caller.call(getProfile, {});
  const company = draft?.company ?? {
    name: account.name,
    addressLine1: account.addressLine,
    addressLine2: null,
    city: account.city,
    region: account.province,
    postalCode: account.postalCode,
    vatNumber: account.vatNumber,
  };
  const self = {
    firstName: person.firstName,
    lastName: person.lastName,
    email: person.email,
    phone: person.phone ?? account.phone,
  };
  // Often another person than the one who orders: no phone number of somebody else is sent.
  const signatory = draft?.signatory ?? { ...self, phone: '', locale: person.locale };
  return Object.fromEntries(
    Object.entries({ company, contact: draft?.contact ?? self, signatory }).flatMap(([part, fields]) =>
      Object.entries(fields).map(([name, value]) => [`${part}.${name}`, value ?? '']),
    ),
  );
}

/** Details of the company for Microsoft, and who will accept its agreement. Nothing is sent before the order. */
export default function DetailsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { domain, account, values, agreement } = loaderData;
  const refused = useRefusedForm(actionData);
  const fields: FormFields = {
    errorOf: refused.errorOf,
    shown: (name) => refused.typed(name) ?? values[name] ?? '',
  };
  return (
    <>
      <PageHeader title={t('purchasing.details.title')} facts={[domain]} />
      <PurchaseSteps current="details" needsTenant />
      <Form method="post" className={css.form}>
        <FormErrors errors={refused.errors} />
        <input type="hidden" name="intent" value={account === null ? 'sign' : 'describe'} />
        {Object.entries(account ?? {}).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {account === null ? null : (
          <>
            <Section title={t('purchasing.details.company')} intro={t('purchasing.details.companyIntro')}>
              <CompanyFields {...fields} />
            </Section>
            <Section title={t('purchasing.details.contact')} intro={t('purchasing.details.contactIntro')}>
              <ContactFields {...fields} />
            </Section>
          </>
        )}
        <Section title={t('purchasing.details.agreement')} intro={t('purchasing.details.agreementIntro')}>
          <div className={css.column}>
            <p>
              <a href={agreement.readUrl} target="_blank" rel="noreferrer">
                {t('purchasing.details.agreementRead')}
              </a>
            </p>
            <SignatoryFields {...fields} />
          </div>
        </Section>
        <div className={css.buttons}>
          <SubmitButton caps>{t('purchasing.next')}</SubmitButton>
        </div>
      </Form>
    </>
  );
}
