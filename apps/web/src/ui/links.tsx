import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

interface Inner {
  ref?: Ref<HTMLAnchorElement>;
  children?: ReactNode;
}

/** Makes a short link that stands alone large enough to hit, without moving its neighbours. */
export const TARGET = { display: 'inline-block', py: 4, my: -4 } as const;

/** Link in text. */
export const TextLink = createLink((props: AnchorProps & Inner) => <Anchor {...props} />);

/** Link that looks like a button. */
export const ButtonLink = createLink((props: ButtonProps & Inner) => <Button component="a" {...props} />);
