import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './cards.module.css';

/** A grid of cards. */
export function Cards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={css['cards']} aria-label={label}>
      {children}
    </ul>
  );
}

interface CardProps {
  picture: ReactNode;
  /** Renders the one link of the card; give it the class name. */
  link: (className: string | undefined) => ReactNode;
  description?: string | null;
  facts: ReactNode;
}

export function Card({ picture, link, description, facts }: CardProps) {
  return (
    <li>
      <article className={css['card']}>
        {picture}
        <div className={css['body']}>
          {link(css['link'])}
          {description && (
            <Text size="xs" c="dimmed" lineClamp={2}>
              {description}
            </Text>
          )}
          <Text component="div" size="xs" c="dimmed">
            {facts}
          </Text>
        </div>
      </article>
    </li>
  );
}
