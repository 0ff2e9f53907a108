import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

interface Inner {
  ref?: Ref<HTMLAnchorElement>;
  title?: string;
  children?: ReactNode;
}

/** Makes a short link that stands alone large enough to hit, without moving its neighbours. */
export const TARGET = { display: 'inline-block', miw: 24, py: 4, my: -4 } as const;

/** Link in text. Most are names, which may be in any script. */
export const TextLink = createLink((props: AnchorProps & Inner) => <Anchor dir="auto" {...props} />);

/** Link that looks like a button. */
export const ButtonLink = createLink((props: ButtonProps & Inner) => <Button component="a" {...props} />);
