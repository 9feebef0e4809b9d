import type { ReactNode } from 'react';
import { Link } from 'react-router';
import css from './person.module.css';

/** A person: initials, name (a link when `to` is given) and a second line, usually the sign-in name. */
export function Person({ name, detail, to }: { name: string; detail?: string; to?: string }) {
  return (
    <span className={css.person}>
      <span className={css.initials} aria-hidden="true">
        {initialsOf(name)}
      </span>
      <span className={css.words}>
        {to === undefined ? <span className={css.name}>{name}</span> : <Link to={to}>{name}</Link>}
        {detail === undefined ? null : <span className={css.detail}>{breakable(detail)}</span>}
      </span>
    </span>
  );
}

/** An e-mail address that is too long for its place breaks before the @ rather than anywhere. */
function breakable(text: string): ReactNode {
  const at = text.lastIndexOf('@');
  if (at <= 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  // Whole characters: half of an emoji is no letter.
  const [first = ''] = words.at(0) ?? '';
  const [last = ''] = words.length > 1 ? (words.at(-1) ?? '') : '';
  return `${first}${last}`.toLocaleUpperCase('it');
}
