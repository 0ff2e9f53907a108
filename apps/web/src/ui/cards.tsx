import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react';
import css from './cards.module.css';

/** In pixels: the least width of a card, the gap between cards, and the height of a row in a list. */
export const CARD_WIDTH = 248;
export const CARD_GAP = 16;
export const LINE_HEIGHT = 64;
/** Height in pixels below the image of a card (`.body` in cards.module.css and the card's border). */
const CARD_BODY = 88;

/** Returns the height of a card. Its image is 4:3. */
export const cardHeight = (width: number): number => (width - 2) * 0.75 + CARD_BODY;

/** Shows a grid of cards. */
export function Cards({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={css['cards']} aria-label={label}>
      {children}
    </ul>
  );
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

/** Shows the name of a card's object and makes the whole card a link to it. */
export const CardLink = createLink(({ children, ...props }: AnchorProps) => (
  <a {...props} className={css['link']}>
    {children}
  </a>
));

interface CardProps {
  picture: ReactNode;
  /** The only link of the card: a `CardLink`. */
  link: ReactNode;
  facts: ReactNode;
}

/** Shows an object as an image with its name. */
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

/** Shows an object as a row: small image, name and facts. */
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
