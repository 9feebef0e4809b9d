import { Form, redirect } from 'react-router';
import { checkDomain, linkExistingTenant, listTenants } from '#features/tenants/tenants.ts';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isRefusal, Refusal } from '#platform/refusal.ts';
import { PAGE_SIZE_MAX } from '#platform/wire.ts';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { PurchaseSteps } from '#ui/purchase-steps.tsx';
import { type RadioCard, RadioCards } from '#ui/radio-cards.tsx';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { chooseTenant } from '../checkout/choose-tenant.ts';
import type { Route } from './+types/tenant-page.ts';
import { checkoutCart } from './checkout-cart.server.ts';
import css from './checkout-form.module.css';
import { missingFields, readNewAccount } from './new-account.ts';
import { QualificationFields } from './qualification-fields.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const cart = await checkoutCart(caller);
    if (!cart.needsTenant) throw redirect(paths.checkoutSummary());
    const { items: tenants } = await caller.call(listTenants, { pageSize: PAGE_SIZE_MAX });
    // The answers from before the details were left are in the address.
    return {
      cart,
      tenants: tenants.filter(({ status }) => status !== 'ended'),
      begun: readNewAccount(new URL(args.request.url).searchParams),
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, (caller, form) => besideFields(() => answer(caller, form)));

async function answer(caller: Caller, form: FormData) {
  const choice = String(form.get('choice') ?? '');
  if (form.get('intent') === 'check') {
    const { domain } = await caller.call(checkDomain, { domain: String(form.get('domain') ?? '') });
    return { freeDomain: domain, typed: stringsOf(form) };
  }
  if (choice === 'new') return begin(caller, form);
  if (choice === 'existing') return find(caller, String(form.get('tenantName') ?? ''));
  const { items: tenants } = await caller.call(listTenants, { pageSize: PAGE_SIZE_MAX });
  const chosen = tenants.find(({ id }) => id === choice);
  if (chosen === undefined) throw new Refusal('input.invalid', {}, [{ path: 'choice', code: 'input.required' }]);
  if (chosen.status === 'claimed') throw redirect(proofOf(chosen.id));
  await caller.call(chooseTenant, { tenantId: chosen.id });
  return redirect(paths.checkoutDetails());
}

/** Refusals of a name are shown beside the field that it was typed into. */
const FIELD_OF_REFUSAL: Readonly<Record<string, string>> = {
  'tenants.domainTaken': 'domain',
  'tenants.unknownTenant': 'tenantName',
  'tenants.belongsToAnother': 'tenantName',
};

async function besideFields<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    const path = isRefusal(error) ? FIELD_OF_REFUSAL[error.code] : undefined;
    if (!isRefusal(error) || path === undefined) throw error;
    throw new Refusal('input.invalid', {}, [{ path, code: error.code, facts: error.facts }]);
  }
}

/** The domain is checked now, so that nobody fills in the rest for one that is taken. */
async function begin(caller: Caller, form: FormData) {
  const begun = readNewAccount(form);
  const { domain } = await caller.call(checkDomain, { domain: begun.domain });
  const missing = missingFields(begun);
  if (missing.length > 0) {
    throw new Refusal(
      'input.invalid',
      {},
      missing.map((path) => ({ path, code: 'input.required' })),
    );
  }
  return redirect(`${paths.checkoutDetails()}?${new URLSearchParams({ ...begun, domain })}`);
}

/** An account that is not proven yet leads to its proofs; the cart stays. */
async function find(caller: Caller, tenantName: string) {
  const { tenant } = await caller.call(linkExistingTenant, { tenantName });
  if (tenant.proof === null) return redirect(proofOf(tenant.id));
  await caller.call(chooseTenant, { tenantId: tenant.id });
  return redirect(paths.checkoutDetails());
}

function proofOf(tenantId: string): string {
  return `${paths.microsoftAccount(tenantId)}?checkout`;
}

function stringsOf(form: FormData): Record<string, string> {
  return Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

/** The choice of the account for the products: one that is connected already, a new one, or an existing one. */
export default function MicrosoftAccountPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { cart, tenants, begun } = loaderData;
  const refused = useRefusedForm(actionData && 'refusal' in actionData ? actionData : undefined);
  const answered = actionData && 'typed' in actionData ? actionData.typed : undefined;
  const typed = (name: string) => answered?.[name];
  const ownId = cart.tenantId ?? tenants.find(({ status }) => status === 'ready')?.id;
  const choice =
    typed('choice') ?? (begun.domain === '' ? (ownId ?? (tenants.length === 0 ? 'new' : undefined)) : 'new');
  return (
    <>
      <PageHeader title={t('purchasing.tenant.title')} facts={[t('purchasing.tenant.intro')]} />
      <PurchaseSteps current="tenant" needsTenant />
      <Section title={t('purchasing.tenant.choose')}>
        <Form method="post" className={css.form}>
          <FormErrors errors={refused.errors} />
          <RadioCards
            name="choice"
            label={t('purchasing.tenant.chooseLabel')}
            error={refused.errorOf('choice')}
            defaultValue={choice}
            cards={[...useOwnCards(tenants), ...useOtherCards()]}
          />
          <div className={`${css.new} ${css.column}`}>
            <NewAccountFields refused={refused} typed={typed} begun={begun} />
            {actionData && 'freeDomain' in actionData ? (
              <Notice meaning="good" live>
                {t('purchasing.tenant.free', { domain: actionData.freeDomain })}
              </Notice>
            ) : null}
          </div>
          <div className={`${css.existing} ${css.column}`}>
            <TextField
              name="tenantName"
              label={t('purchasing.tenant.tenantName')}
              description={t('purchasing.tenant.tenantNameHint')}
              error={refused.errorOf('tenantName')}
              defaultValue={typed('tenantName')}
              autoCapitalize="none"
              spellCheck={false}
            />
          </div>
          <div className={css.buttons}>
            <SubmitButton caps name="intent" value="next">
              {t('purchasing.next')}
            </SubmitButton>
          </div>
        </Form>
      </Section>
    </>
  );
}

type Shown = Route.ComponentProps['loaderData'];

function NewAccountFields({
  refused,
  typed,
  begun,
}: {
  refused: RefusedForm;
  typed: (name: string) => string | undefined;
  begun: Shown['begun'];
}) {
  const t = useT();
  return (
    <>
      <TextField
        name="domain"
        label={t('purchasing.tenant.domain')}
        description={t('purchasing.tenant.domainHint')}
        error={refused.errorOf('domain')}
        defaultValue={typed('domain') ?? begun.domain.replace(/\.onmicrosoft\.com$/, '')}
        suffix=".onmicrosoft.com"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <SubmitButton appearance="secondary" name="intent" value="check">
          {t('purchasing.tenant.check')}
        </SubmitButton>
      </div>
      <QualificationFields errorOf={refused.errorOf} shown={(name) => typed(name) ?? begun[name]} />
    </>
  );
}

function useOwnCards(tenants: Shown['tenants']): RadioCard[] {
  const t = useT();
  return tenants.map(({ id, domain, status }) => ({
    value: id,
    title: t(status === 'ready' ? 'purchasing.tenant.own' : 'purchasing.tenant.begun', { domain }),
    description: t(`tenants.status.${status}`),
  }));
}

function useOtherCards(): RadioCard[] {
  const t = useT();
  return [
    { value: 'new', title: t('purchasing.tenant.new'), description: t('purchasing.tenant.newText') },
    {
      value: 'existing',
      title: t('purchasing.tenant.existing'),
      description: t('purchasing.tenant.existingText'),
    },
  ];
}
