import type { FormEvent, ReactNode } from 'react';
import { Form, Link, useLocation } from 'react-router';
import { Brand, type BrandProps } from './brand.tsx';
import css from './frame.module.css';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { Navigation, type NavigationGroup } from './navigation.tsx';
import { SearchBox } from './search-box.tsx';

type AppFrameProps = {
  brand: BrandProps;
  navigation: readonly NavigationGroup[];
  /** The path that a search from the header is sent to, and the name of the search. */
  search?: { action: string; label: string };
  /** Cart and notifications are shown when given; counts are whole numbers. */
  cart?: { to: string; count: number };
  notifications?: { to: string; count: number };
  person: {
    name: string;
    /** The account that the person works for. */
    accountName: string;
    links?: readonly Readonly<{ to: string; label: string }>[];
    /** The path that sign-out is posted to. */
    signOutAction: string;
  };
  /** The path that the choice of language is posted to; without it there is no choice. */
  languageAction?: string | undefined;
  /** Is called before any form of the page is sent. */
  onSubmit?: (event: FormEvent) => void;
  /** `Banner`s above every page. */
  banners?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
};

const NAVIGATION_ID = 'navigation';
const PERSON_MENU_ID = 'person-menu';

/** The page around every page of a signed-in person. Shows what it is given and fetches nothing. */
export function AppFrame(props: AppFrameProps) {
  const { brand, navigation, search, cart, notifications, person, languageAction, banners, footer, children } = props;
  const t = useT();
  const { pathname } = useLocation();
  return (
    <div className={css.frame} onSubmitCapture={props.onSubmit}>
      <a className={css.skip} href="#content">
        {t('ui.frame.skip')}
      </a>
      {banners}
      <header className={css.header}>
        <button type="button" className={`${css.tool} ${css.burger}`} popoverTarget={NAVIGATION_ID}>
          <Icon name="menu" />
          <span className="spoken-only">{t('ui.frame.openNavigation')}</span>
        </button>
        <Brand {...brand} />
        <div className={css.search}>
          {search === undefined ? null : <SearchBox key={pathname} action={search.action} label={search.label} />}
        </div>
        {notifications === undefined ? null : (
          <Link
            to={notifications.to}
            className={css.tool}
            aria-label={t('ui.frame.notifications', { count: notifications.count })}
          >
            <Icon name="bell" />
            <Count count={notifications.count} />
          </Link>
        )}
        {cart === undefined ? null : (
          <Link to={cart.to} className={css.tool} aria-label={t('ui.frame.cart', { count: cart.count })}>
            <Icon name="cart" />
            <Count count={cart.count} />
          </Link>
        )}
        <button type="button" className={css.person} popoverTarget={PERSON_MENU_ID}>
          <span className={css.personWords}>
            <span className={css.personName}>{person.name}</span>
            <span className={css.accountName}>{person.accountName}</span>
          </span>
          <Icon name="chevronDown" size={16} />
          <span className="spoken-only">{t('ui.frame.personMenu')}</span>
        </button>
        <div id={PERSON_MENU_ID} popover="auto" className={css.menu}>
          <div className={css.menuWho}>
            <div className={css.personName}>{person.name}</div>
            <div className={css.accountName}>{person.accountName}</div>
          </div>
          {(person.links ?? []).map(({ to, label }) => (
            <Link key={to} to={to} className={css.menuItem} onClick={() => closePopover(PERSON_MENU_ID)}>
              {label}
            </Link>
          ))}
          {languageAction === undefined ? null : (
            <div className={css.menuLanguage}>
              <LanguageSwitch action={languageAction} />
            </div>
          )}
          <Form method="post" action={person.signOutAction} reloadDocument>
            <button type="submit" className={css.menuItem}>
              <Icon name="signOut" size={18} />
              {t('ui.frame.signOut')}
            </button>
          </Form>
        </div>
      </header>
      <div className={css.body}>
        <div id={NAVIGATION_ID} popover="auto" className={css.navigation}>
          <Navigation groups={navigation} onFollow={() => closePopover(NAVIGATION_ID)} />
        </div>
        <div className={css.column}>
          <main id="content" className={css.main} tabIndex={-1}>
            {children}
          </main>
          {footer === undefined ? null : <footer className={css.footer}>{footer}</footer>}
        </div>
      </div>
    </div>
  );
}

function Count({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <span className={css.count} aria-hidden="true">
      {count > 99 ? '99+' : count}
    </span>
  );
}

/** The browser opens and closes these panels by itself, except when a link shows another page in the same document. */
function closePopover(id: string) {
  document.getElementById(id)?.hidePopover();
}
