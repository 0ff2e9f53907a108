import { Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import css from './page.module.css';

interface PageProps {
  /** Title of the browser tab. */
  title: string;
  size?: 'narrow' | 'normal' | 'wide';
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
        <Title order={1} dir="auto">
          {title}
        </Title>
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
