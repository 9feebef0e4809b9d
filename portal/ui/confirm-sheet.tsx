import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './confirm-sheet.module.css';
import { useT } from './i18n.ts';

/** A wide sheet from the side for a confirmation; on a phone it covers the page. Its content is usually `Consequences`. */
export function ConfirmSheet({
  title,
  opened,
  onClose,
  children,
}: {
  title: string;
  opened: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useT();
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size={720}>
      <Drawer.Overlay backgroundOpacity={0.4} />
      <Drawer.Content>
        <div className={css.header}>
          <Drawer.Title className={css.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={t('ui.close')} />
        </div>
        <Drawer.Body className={css.body}>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
