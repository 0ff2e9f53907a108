import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, CSSProperties, ReactNode, Ref } from 'react';
import { CARD_SIZES, CardSizeContext, useCardSize } from './card-size.tsx';
import css from './cards.module.css';

/** In pixels: the gap between cards, the height of a row in a list, and the least width of a row. */
export const CARD_GAP = 16;
export const LINE_HEIGHT = 64;
export const LINE_WIDTH = 800;
/** Height in pixels below the image of a card (`.body` in cards.module.css and the card's border). */
const CARD_BODY = 88;

/** Returns the height of a card. Its image is 4:3. */
export const cardHeight = (width: number): number => (width - 2) * 0.75 + CARD_BODY;

/** Least width of a card, for cards.module.css. */
type Least = CSSProperties & Record<'--least', string>;

/** Shows a grid of cards, with as many columns as the page has room for. */
export function Cards({ label, children }: { label: string; children: ReactNode }) {
  const [size] = useCardSize();
  const style: Least = { '--least': `${CARD_SIZES[size].least}px` };
  return (
    <ul className={css['cards']} aria-label={label} style={style}>
      <CardSizeContext value={size}>{children}</CardSizeContext>
    </ul>
  );
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

/** Shows the name of a card's object and makes the whole card a link to it. */
export const CardLink = createLink(({ children, ...props }: AnchorProps) => (
  <a {...props} dir="auto" className={css['link']}>
    {children}
  </a>
));

interface CardProps {
  picture: ReactNode;
  /** The only link of the card: a `CardLink`. */
  link: ReactNode;
  facts: ReactNode;
  /** A small button that lies on the picture of a card. */
  corner?: ReactNode;
}

/** Shows an object as an image with its name. */
export function Card({ picture, link, facts, corner }: CardProps) {
  return (
    <article className={css['card']}>
      {picture}
      {corner}
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
