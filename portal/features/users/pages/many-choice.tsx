import { Form } from 'react-router';
import type { PersonRole } from '#platform/permissions.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { RadioCards } from '#ui/radio-cards.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import type { ServiceSeatsOutput } from '../services/get-services.ts';
import type { AccountKind } from './account-kind.ts';
import type { ManyActionName } from './many-actions.ts';
import { RoleFields } from './role-fields.tsx';
import css from './user-form.module.css';

type ManyChoiceProps = {
  name: ManyActionName;
  userIds: readonly string[];
  kind: AccountKind;
  services: readonly ServiceSeatsOutput[];
  toGive: readonly PersonRole[];
};

/** The service, or the roles, for the users who were ticked. */
export function ManyChoice({ name, userIds, kind, services, toGive }: ManyChoiceProps) {
  const t = useT();
  return (
    <Form method="post" className={css.page}>
      {userIds.map((userId) => (
        <input key={userId} type="hidden" name="selected" value={userId} />
      ))}
      <input type="hidden" name="action" value={name} />
      {name === 'changeRoles' ? (
        <RoleFields kind={kind} label={t('users.page.accessLabel')} toGive={toGive} />
      ) : (
        <RadioCards
          name="serviceId"
          label={t('users.many.service')}
          defaultValue={services[0]?.serviceId}
          cards={services.map((service) => ({
            value: service.serviceId,
            title: service.name,
            description: t('users.many.free', { free: service.freeCount, total: service.seatCount }),
          }))}
        />
      )}
      <div className={css.buttons}>
        <SubmitButton name="intent" value="preview">
          {t('users.many.next')}
        </SubmitButton>
        <ButtonLink to={paths.users()}>{t('users.many.cancel')}</ButtonLink>
      </div>
    </Form>
  );
}
