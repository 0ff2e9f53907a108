import { SegmentedControl } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { createContext } from 'react';

/** In pixels: the least width of a card in a gallery, and the width that its thumbnail is chosen for. */
export const CARD_SIZES = {
  s: { least: 168, picture: 200 },
  m: { least: 248, picture: 290 },
  l: { least: 400, picture: 480 },
} as const;
export type CardSize = keyof typeof CARD_SIZES;

/** Size of the cards around a picture. A gallery gives it to its many pictures, which would be slow to ask for it. */
export const CardSizeContext = createContext<CardSize>('m');

const CHOICES = [
  { value: 's', label: 'S' },
  { value: 'm', label: 'M' },
  { value: 'l', label: 'L' },
] as const;

/** Returns the size of cards in all galleries, which the browser remembers, and a function to change it. */
export function useCardSize(): [CardSize, (size: CardSize) => void] {
  const [size, setSize] = useLocalStorage<CardSize>({
    key: 'gofigr-card-size',
    defaultValue: 'm',
    getInitialValueInEffect: false,
  });
  return [size in CARD_SIZES ? size : 'm', setSize];
}

/** Lets the user choose the size of cards. */
export function CardSizeControl() {
  const [size, setSize] = useCardSize();
  return (
    <SegmentedControl
      aria-label="Size of pictures: small, medium or large"
      value={size}
      onChange={(value) => setSize(value)}
      data={[...CHOICES]}
    />
  );
}
