import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import css from './cards.module.css';

/** Pixels: the least width of a card, the gap between cards, and the height of a line in a list of things. */
export const CARD_WIDTH = 248;
export const CARD_GAP = 16;
export const LINE_HEIGHT = 64;
/** Pixels below the picture of a card (`.body` in cards.module.css and the card's border). */
const CARD_BODY = 88;

/** The height of a card: the picture is 4:3. */
export const cardHeight = (width: number): number => (width - 2) * 0.75 + CARD_BODY;

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
  facts: ReactNode;
}

/** A thing as a picture with its name. */
export function Card({ picture, link, facts }: CardProps) {
  return (
    <article className={css['card']}>
      {picture}
      <div className={css['body']}>
        {link}
        <div className={css['facts']}>{facts}</div>
      </div>
    </article>
  );
}

/** A thing as a line: the small picture, its name, what is known of it. */
export function CardRow({ picture, link, facts }: CardProps) {
  return (
    <article className={css['line']}>
      {picture}
      <div style={{ flex: 1, minWidth: 0 }}>
        {link}
        <div className={css['facts']}>{facts}</div>
      </div>
    </article>
  );
}
