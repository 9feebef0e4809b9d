import { redirect } from 'react-router';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { CopyableId } from '#ui/copyable-id.tsx';
import { Facts } from '#ui/facts.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { Notice } from '#ui/notice.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { Status } from '#ui/status.tsx';
import { useLivePage } from '#ui/use-live-page.ts';
import { tryPermissions } from '../check/try-permissions.ts';
import { registerEvents } from '../events/register-events.ts';
import { sendTestEvent } from '../events/send-test-event.ts';
import { getConnection } from '../get-connection.ts';
import { startSignIn } from '../sign-in/start-sign-in.ts';
import { CHECK_NAMES } from '../vendor-connection.ts';
import type { Route } from './+types/connection-page.ts';
import { Checks } from './checks.tsx';
import { ConnectionNotice, STATE_MEANINGS } from './connection-notice.tsx';
import css from './connection-page.module.css';
import { Events } from './events.tsx';
import { LimitUse } from './limit-use.tsx';
import { OutageNotice } from './outage-notice.tsx';
import { SignIn } from './sign-in.tsx';

const DONE = ['signedIn', 'registered', 'testSent'] as const;

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { vendor } = args.params;
    const done = new URL(args.request.url).searchParams.get('done');
    return {
      vendor,
      connection: await caller.call(getConnection, { vendor }),
      manages: isPermitted(caller.actor.roles, 'connections.manage'),
      done: DONE.find((one) => one === done) ?? null,
    };
  });

export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => redirect(await act(caller, args.params.vendor, form)));

/** Does what the pressed button says. @returns the address of the next page */
async function act(caller: Caller, vendor: string, form: FormData): Promise<string> {
  const page = paths.providerConnection(vendor);
  const name = CHECK_NAMES.find((one) => one === form.get('try'));
  if (form.has('signIn')) return (await caller.call(startSignIn, { vendor })).url;
  if (form.has('register')) {
    await caller.call(registerEvents, { vendor });
    return `${page}?done=registered`;
  }
  if (form.has('test')) {
    await caller.call(sendTestEvent, { vendor });
    return `${page}?done=testSent`;
  }
  await caller.call(tryPermissions, { vendor, ...(name === undefined ? {} : { name }) });
  return page;
}

/** What was started goes on in the background for some seconds. */
const REFRESH_MS = 3_000;

/** The connection to a vendor: permissions, sign-in, events, limit, settings. */
export default function ConnectionPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { connection, vendor, done, manages } = loaderData;
  const { serviceName, signIn } = connection;
  const refused = useRefusedForm(actionData);
  useLivePage(done === 'signedIn' || done === 'testSent', REFRESH_MS);
  return (
    <>
      <PageHeader
        title={t('connections.title', { serviceName })}
        status={<Status meaning={STATE_MEANINGS[signIn.state]}>{t(`connections.state.${signIn.state}`)}</Status>}
      />
      <div className={css.page}>
        <FormErrors errors={refused.errors} />
        {done === 'signedIn' ? <Done text={t('connections.signIn.done')} /> : null}
        {done === 'registered' ? <Done text={t('connections.events.registered')} /> : null}
        {done === 'testSent' ? <Done text={t('connections.events.testSent')} /> : null}
        <ConnectionNotice notice={{ vendor, serviceName, ...signIn }} />
        <OutageNotice vendor={vendor} serviceName={serviceName} outages={connection.outages} />
        <Checks serviceName={serviceName} checks={connection.checks} manages={manages} />
        <SignIn connection={connection} manages={manages} />
        <Events events={connection.events} eventsUrl={connection.eventsUrl} manages={manages} />
        <LimitUse limit={connection.limit} />
        <Section title={t('connections.settings.title')} intro={t('connections.settings.intro')}>
          <Facts
            facts={connection.settings.map(({ name, value }) => ({
              term: t(`connections.setting.${name}`),
              value: <CopyableId value={value} label={t(`connections.setting.${name}`)} />,
            }))}
          />
        </Section>
      </div>
    </>
  );
}

function Done({ text }: { text: string }) {
  return (
    <Notice meaning="good" live>
      {text}
    </Notice>
  );
}
