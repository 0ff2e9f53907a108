import { Text } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import css from './page.module.css';
import { PageTitle } from './page-title.tsx';

/** Greatest width of lines and rows on a page that is wider: farther apart, their ends can't be read together. */
export const READABLE = '82rem';

interface PageProps {
  /** Title of the browser tab. */
  title: string;
  /** Greatest width. Galleries and images use the whole screen. */
  size?: 'narrow' | 'normal' | 'full';
  children: ReactNode;
}

export function Page({ title, size = 'normal', children }: PageProps) {
  useDocumentTitle(`${title} · GoFigr`);
  return <div className={`${css['page']} ${size === 'normal' ? '' : css[size]}`}>{children}</div>;
}

interface PageHeaderProps {
  title: string;
  above?: ReactNode;
  below?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, above, below, actions }: PageHeaderProps) {
  return (
    <header className={css['header']}>
      <div className={css['heading']}>
        {above}
        <PageTitle key={title}>{title}</PageTitle>
        {below && (
          <Text component="div" c="dimmed" size="sm" mt={4}>
            {below}
          </Text>
        )}
      </div>
      {actions && <div className={css['actions']}>{actions}</div>}
    </header>
  );
}
