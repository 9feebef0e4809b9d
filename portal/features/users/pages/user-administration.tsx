import { useState } from 'react';
import { Form } from 'react-router';
import type { PersonRole } from '#platform/permissions.ts';
import { CheckboxField } from '#ui/checkbox-field.tsx';
import { ComboboxField } from '#ui/combobox-field.tsx';
import { useT } from '#ui/i18n.ts';
import { RadioCards } from '#ui/radio-cards.tsx';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { User } from '../manage/user-output.ts';
import type { AccountKind } from './account-kind.ts';
import { RoleFields } from './role-fields.tsx';
import css from './user-form.module.css';

type UserRolesProps = { user: User; kind: AccountKind; toGive: readonly PersonRole[]; refused: RefusedForm };

/** The roles of a user, with the action that changes them. */
export function UserRoles({ user, kind, toGive, refused }: UserRolesProps) {
  const t = useT();
  return (
    <Section title={t('users.page.roleTitle')}>
      <Form method="post" className={css.act}>
        <RoleFields
          key={user.roles.join()}
          kind={kind}
          label={t('users.page.accessLabel')}
          held={user.roles}
          toGive={toGive}
          error={refused.errorOf('roles')}
        />
        <SubmitButton appearance="secondary" name="intent" value="roles">
          {t('users.page.changeRole')}
        </SubmitButton>
      </Form>
    </Section>
  );
}

/** Disabling, enabling and removing a user. */
export function UserRemoval({
  user,
  name,
  held,
  successors,
  refused,
}: {
  user: User;
  name: string;
  /** The services and licences that the user holds. */
  held: readonly Readonly<{ serviceId: string; name: string }>[];
  successors: readonly Successor[];
  refused: RefusedForm;
}) {
  const t = useT();
  const isDisabled = user.status === 'disabled';
  return (
    <Section title={t('users.page.stateTitle')}>
      <Form method="post" className={css.act}>
        <p>{isDisabled ? t('users.page.enableText') : t('users.page.disableText')}</p>
        <SubmitButton appearance="secondary" name="intent" value={isDisabled ? 'enable' : 'disable'}>
          {isDisabled ? t('users.page.enable') : t('users.page.disable')}
        </SubmitButton>
      </Form>
      <Form method="post" className={css.act}>
        <p>{t('users.page.removeText')}</p>
        {held.length === 0 ? null : (
          <SeatsOnRemoval names={held.map((service) => service.name)} successors={successors} refused={refused} />
        )}
        <CheckboxField
          name="confirmed"
          label={t('users.page.removeConfirm', { name })}
          error={refused.errorOf('confirmed')}
        />
        <SubmitButton appearance="danger" name="intent" value="remove">
          {t('users.page.remove')}
        </SubmitButton>
      </Form>
    </Section>
  );
}

type Successor = Readonly<{ userId: string; label: string }>;

/** What becomes of the services and licences of a user who is removed: their seats are free, or somebody else's. */
function SeatsOnRemoval({
  names,
  successors,
  refused,
}: {
  names: readonly string[];
  successors: readonly Successor[];
  refused: RefusedForm;
}) {
  const t = useT();
  const [seats, setSeats] = useState(refused.typed('seats') ?? 'free');
  return (
    <>
      <RadioCards
        name="seats"
        label={t('users.removal.seats', { count: names.length, services: names.join(', ') })}
        defaultValue={seats}
        onValue={setSeats}
        cards={[
          { value: 'free', title: t('users.removal.free'), description: t('users.removal.freeHint') },
          {
            value: 'handOver',
            title: t('users.removal.handOver'),
            description: t('users.removal.handOverHint'),
            ...(successors.length === 0 ? { unavailable: t('users.removal.nobody') } : {}),
          },
        ]}
      />
      {seats === 'handOver' ? (
        <ComboboxField
          name="handOverToId"
          label={t('users.removal.successor')}
          placeholder={t('users.removal.successorPlaceholder')}
          defaultValue={refused.typed('handOverToId')}
          error={refused.errorOf('handOverToId')}
          options={successors.map(({ userId, label }) => ({ value: userId, label }))}
        />
      ) : null}
    </>
  );
}
