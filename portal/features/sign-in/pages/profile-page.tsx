import { Form, redirect, useSearchParams } from 'react-router';
import {
  cancelOwnAddressChange,
  changeOwnEmail,
  getProfile,
  PASSWORD_LENGTH_MIN,
  resendOwnAddressConfirmation,
  setLanguage,
  updateProfile,
} from '#features/users/users.ts';
import { PENDING_INTENTS, PendingAddressNotice, rolesText } from '#features/users/users-ui.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isRefusal, Refusal } from '#platform/refusal.ts';
import { Locale } from '#platform/wire.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DateText } from '#ui/date-text.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { NewPasswordFields } from '#ui/new-password-fields.tsx';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { PasswordField } from '#ui/password-field.tsx';
import { paths } from '#ui/paths.ts';
import { type RefusedForm, useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SelectField } from '#ui/select-field.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { changePassword } from '../password/change-password.ts';
import { getSecondFactor } from '../second-factor/get-second-factor.ts';
import { endSession } from '../session/end-session.ts';
import { listSessions } from '../session/list-sessions.ts';
import { secondStepAddress } from '../session/sign-in-address.ts';
import { signIn } from '../session/sign-in-person.ts';
import { signOut } from '../session/sign-out.ts';
import { signOutEverywhere } from '../session/sign-out-everywhere.ts';
import type { Route } from './+types/profile-page.ts';
import css from './profile-page.module.css';

const SESSIONS_SHOWN = 50;

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => ({
    profile: await caller.call(getProfile, {}),
    factor: await caller.call(getSecondFactor, {}),
    sessions: (await caller.call(listSessions, { page: 1, pageSize: SESSIONS_SHOWN })).items,
    minimum: PASSWORD_LENGTH_MIN,
  }));

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    const text = (name: string) => String(form.get(name) ?? '');
    switch (form.get('intent')) {
      case 'language':
        await caller.call(setLanguage, { locale: Locale.parse(form.get('locale')) });
        return redirect(paths.profile());
      case 'password': {
        const password = text('password');
        const { login } = await caller.call(changePassword, {
          currentPassword: text('currentPassword'),
          password,
          repeatedPassword: text('repeatedPassword'),
        });
        const { secondStepNeeded } = await caller.call(signIn, { login, password });
        const next = `${paths.profile()}?done=password`;
        return redirect(secondStepNeeded ? secondStepAddress(next) : next);
      }
      case 'email': {
        const typed = { email: text('email'), currentPassword: text(EMAIL_PASSWORD) };
        const { confirmationSentTo } = await atEmailPassword(() => caller.call(changeOwnEmail, typed));
        return redirect(`${paths.profile()}?done=${confirmationSentTo === null ? 'emailUnchanged' : 'email'}`);
      }
      case PENDING_INTENTS.resend:
        await caller.call(resendOwnAddressConfirmation, {});
        return redirect(`${paths.profile()}?done=confirmationSent`);
      case PENDING_INTENTS.cancel:
        await caller.call(cancelOwnAddressChange, {});
        return redirect(`${paths.profile()}?done=addressChangeCancelled`);
      case 'endSession':
        await caller.call(endSession, { sessionId: text('sessionId') });
        return redirect(paths.profile());
      case 'signOutEverywhere':
        await caller.call(signOutEverywhere, {});
        await caller.call(signOut, {});
        return redirect(`${paths.signIn()}?reason=signedOut`);
      default:
        await caller.call(updateProfile, {
          firstName: text('firstName'),
          lastName: text('lastName'),
          phone: text('phone'),
          notificationEmail: text('notificationEmail'),
        });
        return redirect(`${paths.profile()}?done=data`);
    }
  });

/** The page asks for the password in two forms; each has a field of its own, with its own label and error. */
const EMAIL_PASSWORD = 'emailPassword';

/** Runs the change of the e-mail; a refused password is refused at that form's field. */
async function atEmailPassword<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const fields = error.fields.map(({ path, ...rest }) => ({
      ...rest,
      path: path === 'currentPassword' ? EMAIL_PASSWORD : path,
    }));
    throw new Refusal(error.code, error.facts, fields);
  }
}

type Loaded = Route.ComponentProps['loaderData'];

/** The texts that confirm a completed action, which the address of the page names. */
const DONE_TEXTS = {
  data: 'signIn.profile.saved',
  password: 'signIn.profile.passwordSaved',
  email: 'signIn.profile.emailSaved',
  emailUnchanged: 'signIn.profile.emailUnchanged',
  confirmationSent: 'signIn.profile.confirmationSent',
  addressChangeCancelled: 'signIn.profile.addressChangeCancelled',
} as const;

function doneIn(search: URLSearchParams): keyof typeof DONE_TEXTS | undefined {
  const done = search.get('done');
  return (Object.keys(DONE_TEXTS) as (keyof typeof DONE_TEXTS)[]).find((one) => one === done);
}

/** The buttons beside a waiting address have no field where their refusal could stand. */
function isOfNotice(refused: RefusedForm): boolean {
  return Object.values(PENDING_INTENTS).some((intent) => intent === refused.typed('intent'));
}

/** The refusal of one form of the page; another form's is left out. */
function refusedOf(refused: RefusedForm, intent: string): RefusedForm {
  if (refused.typed('intent') === intent) return refused;
  return { errors: [], errorOf: () => undefined, typed: () => undefined };
}

export default function ProfilePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const [search] = useSearchParams();
  const { profile, minimum, sessions } = loaderData;
  const refused = useRefusedForm(actionData);
  const done = actionData === undefined ? doneIn(search) : undefined;
  return (
    <>
      <PageHeader title={t('signIn.profile.title')} facts={[profile.login, rolesText(t, profile.roles)]} />
      {done === undefined ? null : (
        <Notice meaning="good" live>
          {t(DONE_TEXTS[done])}
        </Notice>
      )}
      <FormErrors errors={isOfNotice(refused) ? refused.errors : []} />
      {profile.pendingAddress === null ? null : <PendingAddressNotice pending={profile.pendingAddress} />}
      <Section title={t('signIn.profile.data')} intro={t('signIn.profile.dataIntro')}>
        <DataForm profile={profile} refused={refusedOf(refused, 'data')} />
      </Section>
      <Section title={t('signIn.profile.email')} intro={t('signIn.profile.emailIntro', { email: profile.email })}>
        <EmailForm login={profile.login} refused={refusedOf(refused, 'email')} />
      </Section>
      <Section title={t('signIn.profile.language')} intro={t('signIn.profile.languageIntro')}>
        <LanguageForm locale={profile.locale} />
      </Section>
      <Section title={t('signIn.profile.notifications')} intro={t('signIn.profile.notificationsIntro')}>
        <ButtonLink to={paths.notificationChoices()}>{t('signIn.profile.notificationsOpen')}</ButtonLink>
      </Section>
      <Section title={t('signIn.profile.password')} intro={t('signIn.profile.passwordIntro')}>
        <PasswordForm login={profile.login} minimum={minimum} refused={refusedOf(refused, 'password')} />
      </Section>
      <Section title={t('signIn.factor.title')} intro={t('signIn.factor.intro')}>
        <SecondFactor factor={loaderData.factor} />
      </Section>
      <Section title={t('signIn.profile.sessions')}>
        <Sessions sessions={sessions} />
      </Section>
    </>
  );
}

function DataForm({ profile, refused }: { profile: Loaded['profile']; refused: RefusedForm }) {
  const t = useT();
  const field = (name: 'firstName' | 'lastName' | 'phone' | 'notificationEmail') => ({
    name,
    label: t(`signIn.profile.${name}`),
    defaultValue: refused.typed(name) ?? profile[name] ?? undefined,
    error: refused.errorOf(name),
  });
  return (
    <Form method="post" className={css.form}>
      <input type="hidden" name="intent" value="data" />
      <FormErrors errors={refused.errors} />
      <TextField {...field('firstName')} autoComplete="given-name" />
      <TextField {...field('lastName')} autoComplete="family-name" />
      <TextField {...field('phone')} type="tel" autoComplete="tel" optional />
      <TextField
        {...field('notificationEmail')}
        type="email"
        description={t('signIn.profile.notificationEmailHint')}
        autoComplete="email"
        optional
      />
      <SubmitButton appearance="secondary">{t('signIn.profile.save')}</SubmitButton>
    </Form>
  );
}

function LanguageForm({ locale }: { locale: Locale }) {
  const t = useT();
  return (
    <Form method="post" className={css.form} reloadDocument>
      <input type="hidden" name="intent" value="language" />
      <SelectField
        key={locale}
        name="locale"
        label={t('signIn.profile.languageField')}
        defaultValue={locale}
        options={[
          { value: 'it', label: 'Italiano' },
          { value: 'en', label: 'English' },
        ]}
      />
      <SubmitButton appearance="secondary">{t('signIn.profile.languageSave')}</SubmitButton>
    </Form>
  );
}

function PasswordForm({ login, minimum, refused }: { login: string; minimum: number; refused: RefusedForm }) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <input type="hidden" name="intent" value="password" />
      <FormErrors errors={refused.errors} />
      <input type="text" value={login} autoComplete="username" readOnly hidden />
      <PasswordField
        name="currentPassword"
        label={t('signIn.profile.currentPassword')}
        autoComplete="current-password"
        error={refused.errorOf('currentPassword')}
      />
      <NewPasswordFields minimum={minimum} refused={refused} />
      <SubmitButton appearance="secondary">{t('signIn.profile.passwordSave')}</SubmitButton>
    </Form>
  );
}

/** Which methods the person has, with the link to their page. */
function SecondFactor({ factor: { app, passkeys, recoveryCodesLeft } }: Pick<Loaded, 'factor'>) {
  const t = useT();
  const isOn = app !== null || passkeys.length > 0;
  return (
    <>
      {isOn ? (
        <Facts
          facts={[
            {
              term: t('signIn.factor.app'),
              value: app === null ? t('signIn.factor.appNone') : t('signIn.factor.appAdded'),
            },
            { term: t('signIn.factor.passkeys'), value: t('signIn.factor.passkeyCount', { count: passkeys.length }) },
            {
              term: t('signIn.factor.codes'),
              value: t('signIn.factor.codesLeft', { count: recoveryCodesLeft ?? 0 }),
            },
          ]}
        />
      ) : (
        <p>{t('signIn.factor.offText')}</p>
      )}
      <p>
        <ButtonLink to={paths.secondFactor()}>
          {isOn ? t('signIn.factor.manage') : t('signIn.factor.turnOn')}
        </ButtonLink>
      </p>
    </>
  );
}

function EmailForm({ login, refused }: { login: string; refused: RefusedForm }) {
  const t = useT();
  return (
    <Form method="post" className={css.form}>
      <input type="hidden" name="intent" value="email" />
      <FormErrors errors={refused.errors} />
      <TextField
        name="email"
        type="email"
        label={t('signIn.profile.emailField')}
        defaultValue={refused.typed('email')}
        error={refused.errorOf('email')}
        autoComplete="email"
      />
      <input type="text" value={login} autoComplete="username" readOnly hidden />
      <PasswordField
        name={EMAIL_PASSWORD}
        label={t('signIn.profile.emailPassword')}
        autoComplete="current-password"
        error={refused.errorOf(EMAIL_PASSWORD)}
      />
      <SubmitButton appearance="secondary">{t('signIn.profile.emailSave')}</SubmitButton>
    </Form>
  );
}

function Sessions({ sessions }: Pick<Loaded, 'sessions'>) {
  const t = useT();
  return (
    <>
      <ul className={css.sessions}>
        {sessions.map((open) => (
          <SessionRow key={open.id} open={open} />
        ))}
      </ul>
      <Form method="post">
        <input type="hidden" name="intent" value="signOutEverywhere" />
        <SubmitButton appearance="secondary">{t('signIn.profile.signOutEverywhere')}</SubmitButton>
      </Form>
    </>
  );
}

function SessionRow({ open }: { open: Loaded['sessions'][number] }) {
  const t = useT();
  const device = open.device === null ? t('signIn.profile.unknownDevice') : t('signIn.profile.device', open.device);
  return (
    <li>
      <span className={css.twoLines}>
        {open.isCurrent ? t('signIn.profile.thisDevice', { device }) : device}
        <span className={css.aside}>
          {open.ipAddress === null ? null : <>{open.ipAddress} · </>}
          {t('signIn.profile.lastUse')} <DateText at={open.lastUsedAt} withTime relative={false} />
        </span>
      </span>
      {open.isCurrent ? null : (
        <Form method="post">
          <input type="hidden" name="intent" value="endSession" />
          <SubmitButton appearance="quiet" name="sessionId" value={open.id}>
            {t('signIn.profile.endSession')} <span className="spoken-only">{device}</span>
          </SubmitButton>
        </Form>
      )}
    </li>
  );
}
