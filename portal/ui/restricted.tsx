import { type ReactNode, useId } from 'react';
import { useT } from './i18n.ts';
import { paths } from './paths.ts';
import css from './restricted.module.css';
import { type PermissionName, useMay } from './viewer.tsx';

type RestrictedProps = {
  permission: PermissionName;
  /** Forms and buttons: what a disabled group of fields disables. */
  children: ReactNode;
};

/** Forms of those who have a permission. Others see them too, disabled and with the reason. */
export function Restricted({ permission, children }: RestrictedProps) {
  const may = useMay();
  if (may(permission)) return children;
  return <Disabled>{children}</Disabled>;
}

function Disabled({ children }: { children: ReactNode }) {
  const t = useT();
  const reasonId = useId();
  return (
    <fieldset className={css.restricted} disabled aria-describedby={reasonId}>
      {children}
      <p id={reasonId} className={css.reason}>
        {t('ui.restricted')} <a href={paths.roles()}>{t('ui.restrictedRoles')}</a>
      </p>
    </fieldset>
  );
}
