import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

interface Inner {
  ref?: Ref<HTMLAnchorElement>;
  children?: ReactNode;
}

/** Link in text. */
export const TextLink = createLink((props: AnchorProps & Inner) => <Anchor {...props} />);

/** Link that looks like a button. */
export const ButtonLink = createLink((props: ButtonProps & Inner) => <Button component="a" {...props} />);
