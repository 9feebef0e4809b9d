import { Menu } from '@mantine/core';
import { Link } from 'react-router';
import css from './button.module.css';
import { useT } from './i18n.ts';
import { Icon, type IconName } from './icon.tsx';

/** One action of a menu: a page to go to, or something to do here. */
export type ActionMenuItem = Readonly<{ label: string; icon?: IconName } & ({ to: string } | { onSelect: () => void })>;

/** The actions that are not the page's first one, behind a button "Altre azioni". */
export function ActionMenu({ items, label }: { items: readonly ActionMenuItem[]; label?: string }) {
  const t = useT();
  return (
    <Menu position="bottom-end" shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={css.button} aria-label={label ?? t('ui.actions.more')}>
          <Icon name="more" size={18} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((item) =>
          'to' in item ? (
            <Menu.Item key={item.label} component={Link} to={item.to} leftSection={<ItemIcon name={item.icon} />}>
              {item.label}
            </Menu.Item>
          ) : (
            <Menu.Item key={item.label} onClick={item.onSelect} leftSection={<ItemIcon name={item.icon} />}>
              {item.label}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function ItemIcon({ name }: { name: IconName | undefined }) {
  return name === undefined ? null : <Icon name={name} size={18} />;
}
