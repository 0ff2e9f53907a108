import { useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ButtonLink } from '../../ui/links.tsx';
import { Notice } from '../../ui/notice.tsx';

/** Says why something was not compared for a reader who is not signed in, and leads to the sign-in and back. */
export function SignInNotice({ title, children }: { title: string; children: ReactNode }) {
  const next = useRouterState({ select: (state) => state.location.href });
  return (
    <Notice tone="plain" title={title} mb="md">
      {children}
      <div>
        <ButtonLink to="/sign-in" search={{ next }} variant="default" size="xs" mt="xs">
          Sign in to compare
        </ButtonLink>
      </div>
    </Notice>
  );
}
