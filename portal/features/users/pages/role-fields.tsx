import { useState } from 'react';
import { type PersonRole, STAFF_MEMBER_ROLES } from '#platform/permissions.ts';
import { FieldError } from '#ui/field.tsx';
import { useT } from '#ui/i18n.ts';
import { RadioCards } from '#ui/radio-cards.tsx';
import { type AccountKind, STAFF_ACCESS } from './account-kind.ts';
import css from './role-fields.module.css';

type RoleFieldsProps = {
  kind: AccountKind;
  label: string;
  /** The roles held until now; none for a new user. */
  held?: readonly PersonRole[];
  /** Roles that the reader may give. The others stay visible. */
  toGive: readonly PersonRole[];
  error?: string | undefined;
};

/** The choice of a person's rights: posted as `access` and, for staff members of a customer, `roles`. */
export function RoleFields({ kind, held = [], ...field }: RoleFieldsProps) {
  return kind === 'provider' ? <StaffCards held={held} {...field} /> : <CustomerCards held={held} {...field} />;
}

type CardsProps = Omit<RoleFieldsProps, 'kind' | 'held'> & { held: readonly PersonRole[] };

function StaffCards({ label, held, error }: CardsProps) {
  const t = useT();
  return (
    <RadioCards
      name="access"
      label={label}
      defaultValue={held[0] ?? 'providerOperator'}
      error={error}
      cards={[
        { value: 'providerOperator', title: t('users.staff.operator'), description: t('users.staff.operatorHint') },
        { value: 'provider', title: t('users.staff.administrator'), description: t('users.staff.administratorHint') },
      ]}
    />
  );
}

/** The two choices of the guide, and the roles behind the second. */
function CustomerCards({ label, held, toGive, error }: CardsProps) {
  const t = useT();
  const before = held.length === 0 || held.includes('serviceUser') ? 'serviceUser' : STAFF_ACCESS;
  const [access, setAccess] = useState<string>(before);
  return (
    <div className={css.choice}>
      <RadioCards
        name="access"
        label={label}
        defaultValue={before}
        onValue={setAccess}
        cards={[
          { value: 'serviceUser', title: t('users.new.serviceUser'), description: t('users.new.serviceUserHint') },
          { value: STAFF_ACCESS, title: t('users.new.administrator'), description: t('users.new.administratorHint') },
        ]}
      />
      {access === STAFF_ACCESS ? <StaffRoles held={held} toGive={toGive} error={error} /> : null}
    </div>
  );
}

/** The roles of staff members, the one with all rights first. It is ticked for somebody who had none of them. */
function StaffRoles({ held, toGive, error }: Omit<CardsProps, 'label'>) {
  const t = useT();
  const isFirst = !held.some((role) => STAFF_MEMBER_ROLES.some((one) => one === role));
  return (
    <fieldset className={css.roles} aria-describedby={error === undefined ? undefined : 'field-roles-error'}>
      <legend className={css.legend}>{t('users.roles.legend')}</legend>
      {STAFF_MEMBER_ROLES.toReversed().map((role, position) => {
        // The first box carries the group's id, so that the error summary leads to it.
        const id = position === 0 ? 'field-roles' : `field-roles-${role}`;
        const isGiveable = toGive.includes(role);
        return (
          <div key={role} className={css.role}>
            <input
              type="checkbox"
              id={id}
              name="roles"
              value={role}
              defaultChecked={held.includes(role) || (isFirst && isGiveable && role === 'administrator')}
              disabled={!isGiveable}
              aria-describedby={`${id}-hint`}
            />
            <label htmlFor={id}>{t(`users.role.${role}`)}</label>
            <span id={`${id}-hint`} className={css.hint}>
              {t(`users.roleHint.${role}`)} {isGiveable ? null : t('users.roles.notToGive')}
            </span>
          </div>
        );
      })}
      <FieldError field={{ name: 'roles', error }} />
    </fieldset>
  );
}
