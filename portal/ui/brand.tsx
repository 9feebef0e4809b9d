import { Link } from 'react-router';
import css from './brand.module.css';

export type BrandProps = Readonly<{ name: string; to: string; logoUrl?: string }>;

/** The provider's name, and its mark where there is one. */
export function Brand({ name, to, logoUrl }: BrandProps) {
  return (
    <Link to={to} className={css.brand}>
      {logoUrl === undefined ? (
        <span className={css.mark} aria-hidden="true">
          {name.charAt(0)}
        </span>
      ) : (
        <img className={css.logo} src={logoUrl} alt="" />
      )}
      <span className={css.name}>{name}</span>
    </Link>
  );
}
