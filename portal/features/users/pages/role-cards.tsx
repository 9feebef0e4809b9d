import { useT } from '#ui/i18n.ts';
import { RadioCards } from '#ui/radio-cards.tsx';
import type { AccountKind } from './account-kind.ts';

type RoleCardsProps = { kind: AccountKind; label: string; defaultValue: string; error?: string | undefined };

/** The choice between the two roles of an account's people. */
export function RoleCards({ kind, ...field }: RoleCardsProps) {
  const t = useT();
  const cards =
    kind === 'provider'
      ? [
          {
            value: 'providerOperator',
            title: t('users.staff.operator'),
            description: t('users.staff.operatorHint'),
          },
          {
            value: 'provider',
            title: t('users.staff.administrator'),
            description: t('users.staff.administratorHint'),
          },
        ]
      : [
          { value: 'serviceUser', title: t('users.new.serviceUser'), description: t('users.new.serviceUserHint') },
          {
            value: 'administrator',
            title: t('users.new.administrator'),
            description: t('users.new.administratorHint'),
          },
        ];
  return <RadioCards name="role" cards={cards} {...field} />;
}
