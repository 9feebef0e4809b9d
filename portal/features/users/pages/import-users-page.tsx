import { Form, Link } from 'react-router';
import type { Caller } from '#platform/caller.server.ts';
import { answerForm, answerPage } from '#platform/page.server.ts';
import { isRefusal, type Refusal } from '#platform/refusal.ts';
import { Locale } from '#platform/wire.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { FileField } from '#ui/file-field.tsx';
import { FormErrors } from '#ui/form-errors.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { useRefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { TextField } from '#ui/text-field.tsx';
import { createUsers } from '../import/create-users.ts';
import { peopleFromJson, peopleText } from '../import/people-json.ts';
import { rowsOfFile, rowsOfText } from '../import/people-rows.ts';
import { previewUsers } from '../import/preview-users.ts';
import { readPeople, type TypedPerson } from '../import/read-people.ts';
import { getServices } from '../services/get-services.ts';
import type { Route } from './+types/import-users-page.ts';
import { accountKindOf, rolesIn, rolesToGive, useUsersTitle } from './account-kind.ts';
import { ImportPreview } from './import-preview.tsx';
import { ImportResult } from './import-result.tsx';
import { serviceIdsIn } from './service-ids-in.ts';
import css from './user-form.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { services } = await caller.call(getServices, {});
    const kind = accountKindOf(caller);
    return { kind, services, toGive: rolesToGive(caller, kind) };
  });

/** The page goes from the rows to their preview and on to the result; the rows travel with its forms. */
export const action = (args: Route.ActionArgs) =>
  answerForm(args, async (caller, form) => {
    switch (form.get('intent')) {
      case 'create':
        return create(caller, form);
      case 'edit':
        return { step: 'rows' as const, text: peopleText(peopleFromJson(form), caller.locale) };
      default:
        return preview(caller, await readPeople(rowsIn(form)));
    }
  });

/** A file counts, where one was chosen; else what was typed or pasted. */
function rowsIn(form: FormData) {
  const file = form.get('file');
  return file instanceof File && file.size > 0 ? rowsOfFile(file) : rowsOfText(String(form.get('text') ?? ''));
}

async function preview(caller: Caller, rows: readonly TypedPerson[], errors: readonly { message: string }[] = []) {
  try {
    const judged = await caller.call(previewUsers, { rows: [...rows] });
    return {
      step: 'preview' as const,
      errors,
      rows: rows.map((row, index) => {
        const { status = 'faulty', problems = [] } = judged.rows[index] ?? {};
        return { row, status, problems: problems.map((one) => ({ field: one.field, message: sentence(caller, one) })) };
      }),
    };
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'input.invalid') throw error;
    // Characters that no field takes refuse the whole input; they are shown beside their cells all the same.
    const refused = error.fields.map(({ path, ...rest }) => ({ ...rest, at: /^rows\.(\d+)\.(\w+)$/.exec(path) }));
    return {
      step: 'preview' as const,
      errors,
      rows: rows.map((row, index) => {
        const problems = refused
          .filter(({ at }) => at?.[1] === String(index))
          .map(({ at, code, facts = {} }) => ({ field: at?.[2] ?? '', message: sentence(caller, { code, facts }) }));
        return { row, status: problems.length === 0 ? ('unknown' as const) : ('faulty' as const), problems };
      }),
    };
  }
}

function sentence(caller: Caller, { code, facts }: Readonly<{ code: string; facts: Refusal['facts'] }>): string {
  const [first] = caller.explain({ code: 'input.invalid', facts: {}, fields: [{ path: 'field', code, facts }] });
  return first?.message ?? code;
}

async function create(caller: Caller, form: FormData) {
  const rows = peopleFromJson(form);
  try {
    const { createdCount, rows: results } = await caller.call(createUsers, {
      rows,
      roles: rolesIn(form, accountKindOf(caller)),
      locale: Locale.catch('it').parse(form.get('locale')),
      serviceIds: serviceIdsIn(form),
      sendActivationMail: form.get('sendActivationMail') !== null,
      onlyValid: form.get('onlyValid') !== null,
    });
    return {
      step: 'result' as const,
      createdCount,
      withMail: form.get('sendActivationMail') !== null,
      rows: results.map(({ status, problems, userId }, index) => ({
        row: rows[index] ?? NOBODY,
        status,
        userId,
        reason: problems.map((one) => sentence(caller, one)).join(' '),
      })),
    };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return preview(caller, rows, caller.explain(error));
  }
}

const NOBODY: TypedPerson = { firstName: '', lastName: '', email: '', login: '', notificationEmail: '' };

/** Several people are added at once. */
export default function ImportUsersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useT();
  const { kind, services, toGive } = loaderData;
  const refused = useRefusedForm(actionData !== undefined && 'refusal' in actionData ? actionData : undefined);
  const shown = actionData !== undefined && 'step' in actionData ? actionData : undefined;
  return (
    <>
      <PageHeader
        title={t('users.import.title')}
        crumbs={[{ label: useUsersTitle(kind), to: paths.users() }, { label: t('users.import.title') }]}
      />
      {shown?.step === 'preview' ? (
        <ImportPreview preview={shown} kind={kind} services={services} toGive={toGive} />
      ) : shown?.step === 'result' ? (
        <ImportResult result={shown} />
      ) : (
        <Form method="post" encType="multipart/form-data" className={css.page}>
          <FormErrors errors={refused.errors} />
          <Section title={t('users.import.rowsTitle')} intro={t('users.import.rowsIntro')}>
            <div className={css.form}>
              <TextField
                name="text"
                label={t('users.import.text')}
                description={t('users.import.textHint')}
                placeholder={t('users.import.placeholder')}
                defaultValue={shown?.step === 'rows' ? shown.text : refused.typed('text')}
                rowCount={8}
                spellCheck={false}
                optional
              />
              <FileField
                name="file"
                label={t('users.import.file')}
                description={t('users.import.fileHint')}
                error={refused.errorOf('file')}
                accept=".csv,.txt,.tsv,.xlsx"
                optional
              />
            </div>
          </Section>
          <div className={css.buttons}>
            <SubmitButton name="intent" value="preview">
              {t('users.import.preview')}
            </SubmitButton>
            <ButtonLink to={paths.users()}>{t('users.new.cancel')}</ButtonLink>
          </div>
          <p>
            <Link to={paths.newUser()}>{t('users.import.one')}</Link>
          </p>
        </Form>
      )}
    </>
  );
}
