import { callerOf } from '#platform/caller.server.ts';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import english from '../../docs/guide/en.md?raw';
import italian from '../../docs/guide/it.md?raw';
import type { Route } from './+types/guide-page.ts';
import { guideHtml } from './guide-html.server.ts';
import styles from './guide-page.module.css';

/** The guide in the person's language. Its text is ours and stands in the repository, so its HTML needs no cleaning. */
export function loader({ context }: Route.LoaderArgs) {
  const { locale, site } = callerOf(context);
  return { ...guideHtml(locale === 'it' ? italian : english), brandName: site.brandName };
}

export default function GuidePage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { brandName, html, parts } = loaderData;
  return (
    <>
      <PageHeader
        title={t('shell.guide.title')}
        crumbs={[
          { label: t('shell.guide.home'), to: paths.dashboard() },
          { label: t('shell.guide.orderManagement'), to: paths.orders() },
          { label: t('shell.guide.crumb', { brandName }) },
        ]}
        actions={<a href="#glossario">{t('shell.guide.glossary')}</a>}
      />
      <nav className={styles.contents} aria-label={t('shell.guide.contents')}>
        <ul>
          {parts.map(({ id, title }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own text, rendered from Markdown on the server */}
      <div className={styles.text} dangerouslySetInnerHTML={{ __html: html }} />
    </>
  );
}
