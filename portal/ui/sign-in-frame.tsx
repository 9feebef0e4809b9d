import type { ReactNode } from 'react';
import { Brand, type BrandProps } from './brand.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { PageTitle } from './page-title.tsx';
import css from './sign-in-frame.module.css';

type SignInFrameProps = {
  brand: BrandProps;
  /** The page's `h1`. */
  title: string;
  languageAction: string;
  banners?: ReactNode;
  footer?: ReactNode;
  children: ReactNode;
};

/** The frame of the pages before the sign-in. */
export function SignInFrame({ brand, title, languageAction, banners, footer, children }: SignInFrameProps) {
  return (
    <div className={css.frame}>
      <PageTitle title={title} />
      {banners}
      <header className={css.header}>
        <Brand {...brand} />
        <LanguageSwitch action={languageAction} />
      </header>
      <main className={css.main}>
        <div className={css.card}>
          <h1>{title}</h1>
          {children}
        </div>
      </main>
      {footer === undefined ? null : <footer className={css.footer}>{footer}</footer>}
    </div>
  );
}
