import { NavLink } from 'react-router';
import { useT } from './i18n.ts';
import { Icon, type IconName } from './icon.tsx';
import css from './navigation.module.css';

/** A link of the navigation. `to` may be an address outside, such as `mailto:`. */
export type NavigationItem = Readonly<{
  to: string;
  label: string;
  icon?: IconName;
  /** True for a link that is active on its own page only, not below it. */
  exact?: boolean;
  children?: readonly NavigationItem[];
}>;

/** Links that belong together, with or without a heading. */
export type NavigationGroup = Readonly<{ label?: string; items: readonly NavigationItem[] }>;

export function Navigation({ groups, onFollow }: { groups: readonly NavigationGroup[]; onFollow: () => void }) {
  const t = useT();
  return (
    <nav aria-label={t('ui.frame.navigation')} className={css.navigation}>
      {groups.map(({ label, items }) => (
        <div key={label ?? items[0]?.to} className={css.group}>
          {label === undefined ? null : <h2 className={css.label}>{label}</h2>}
          <Items items={items} onFollow={onFollow} />
        </div>
      ))}
    </nav>
  );
}

function Items({ items, onFollow }: { items: readonly NavigationItem[]; onFollow: () => void }) {
  return (
    <ul className={css.items}>
      {items.map((item) => (
        <li key={item.to}>
          <Item item={item} onFollow={onFollow} />
          {item.children === undefined ? null : <Items items={item.children} onFollow={onFollow} />}
        </li>
      ))}
    </ul>
  );
}

function Item({ item, onFollow }: { item: NavigationItem; onFollow: () => void }) {
  const content = (
    <>
      {item.icon === undefined ? null : <Icon name={item.icon} />}
      <span>{item.label}</span>
    </>
  );
  if (/^[a-z]+:/.test(item.to)) {
    return (
      <a className={css.item} href={item.to}>
        {content}
      </a>
    );
  }
  return (
    <NavLink className={css.item ?? ''} to={item.to} end={item.exact ?? false} onClick={onFollow}>
      {content}
    </NavLink>
  );
}
