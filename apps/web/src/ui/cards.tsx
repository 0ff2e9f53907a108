import { Text } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import css from './cards.module.css';

/** A grid of cards. */
export function Cards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={css['cards']} aria-label={label}>
      {children}
    </ul>
  );
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

/** Names the thing that a card is about, and makes the whole card a link to it. */
export const CardLink = createLink(({ children, ...props }: AnchorProps) => (
  <a {...props} className={css['link']}>
    {children}
  </a>
));

interface CardProps {
  picture: ReactNode;
  /** The one link of the card: a `CardLink`. */
  link: ReactNode;
  description?: string | null;
  facts: ReactNode;
}

export function Card({ picture, link, description, facts }: CardProps) {
  return (
    <li>
      <article className={css['card']}>
        {picture}
        <div className={css['body']}>
          {link}
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
