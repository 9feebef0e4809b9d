import { Form, Link, useSearchParams } from 'react-router';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import type { RefusedForm } from '#ui/refused-form.ts';
import { Section } from '#ui/section.tsx';
import { SubmitButton } from '#ui/submit-button.tsx';
import { useMay } from '#ui/viewer.tsx';
import type { User } from '../manage/user-output.ts';
import type { ServiceSeatsOutput } from '../services/get-services.ts';
import { ServiceChoice } from './service-choice.tsx';
import { StateAtVendorText } from './state-at-vendor.tsx';
import css from './user-form.module.css';

type UserServicesProps = { user: User; name: string; services: readonly ServiceSeatsOutput[]; refused: RefusedForm };

/** The services and licences that a user holds, and those that can be assigned. */
export function UserServices({ user, name, services, refused }: UserServicesProps) {
  const t = useT();
  const held = services.filter(({ heldSince }) => heldSince !== null);
  return (
    <>
      <Section title={t('users.services.title')} frame="plain">
        <DataTable
          caption={t('users.services.title')}
          rows={held}
          rowKey={({ serviceId }) => serviceId}
          empty={<p className={css.none}>{t('users.services.none', { name })}</p>}
          columns={[
            {
              key: 'name',
              header: t('users.services.name'),
              cell: (row) => <Link to={paths.service(row.serviceId)}>{row.name}</Link>,
            },
            {
              key: 'heldSince',
              header: t('users.services.since'),
              cell: (row) => (row.heldSince === null ? null : <DateText at={row.heldSince} />),
            },
            {
              key: 'atVendor',
              header: t('licences.atVendor.title'),
              cell: (row) => (row.atVendor === null ? '' : <StateAtVendorText state={row.atVendor} of="licence" />),
            },
            {
              key: 'withdraw',
              header: t('users.services.withdraw'),
              align: 'end',
              phone: 'end',
              cell: (row) => (
                <Form method="post">
                  <input type="hidden" name="serviceId" value={row.serviceId} />
                  <SubmitButton appearance="quiet" name="intent" value="withdraw">
                    <span aria-hidden="true">{t('users.services.withdraw')}</span>
                    <span className="spoken-only">{t('users.services.withdrawOne', { service: row.name })}</span>
                  </SubmitButton>
                </Form>
              ),
            },
          ]}
        />
      </Section>
      <Assignment userId={user.id} isDisabled={user.status === 'disabled'} services={services} refused={refused} />
    </>
  );
}

/** The services that the user does not hold yet. Where no seat is free, the way to more. */
function Assignment({
  userId,
  isDisabled,
  services,
  refused,
}: Pick<UserServicesProps, 'services' | 'refused'> & { userId: string; isDisabled: boolean }) {
  const t = useT();
  const may = useMay();
  const [search] = useSearchParams();
  const open = services.filter(({ heldSince }) => heldSince === null);
  const full = open.filter(({ freeCount }) => freeCount === 0);
  if (isDisabled || open.length === 0)
    return (
      <Section title={t('users.services.assignTitle')}>
        <p>{t(isDisabled ? 'users.services.disabled' : 'users.services.nothingToAssign')}</p>
      </Section>
    );
  return (
    <Section title={t('users.services.assignTitle')}>
      <Form method="post" className={css.form}>
        <ServiceChoice
          // After an assignment the boxes are those of the services that are left.
          key={open.map(({ serviceId }) => serviceId).join()}
          services={open}
          legend={t('users.services.choose')}
          defaultTicked={search.getAll('service')}
          error={refused.errorOf('serviceIds')}
        />
        <div>
          <SubmitButton appearance="secondary" name="intent" value="assign">
            {t('users.services.assign')}
          </SubmitButton>
        </div>
      </Form>
      {full.length === 0 || !may('subscriptions.manage') ? null : (
        <ul className={css.more}>
          {full.map(({ subscriptionId, serviceId, name, seatCount }) => (
            <li key={serviceId}>
              <Link
                to={paths.changeSeats(subscriptionId, {
                  seatCount: seatCount + 1,
                  backTo: paths.user(userId, serviceId),
                })}
              >
                {t('users.services.addSeats', { service: name })}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
