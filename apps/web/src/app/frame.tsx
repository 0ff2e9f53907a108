import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { QuickSearchButton } from '../features/search/index.ts';
import { sessionQuery } from '../features/session/index.ts';
import { ButtonLink } from '../ui/links.tsx';
import { Logo } from '../ui/logo.tsx';
import { AvatarMenu } from './avatar-menu.tsx';
import css from './frame.module.css';
import { Help } from './help.tsx';
import { PhoneMenu } from './phone-menu.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

/** Shows the bar at the top and the page below it. */
export function Frame({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery());
  const next = useRouterState({ select: (state) => state.location.href });
  const user = session.data?.user;
  return (
    <>
      <a href="#content" className={css['skip']}>
        Skip to content
      </a>
      <header className={css['bar']}>
        <Link to="/" className={css['home'] ?? ''} aria-label="GoFigr, home">
          <Logo />
          <span className={css['name']}>GoFigr</span>
        </Link>
        {user && <WorkspaceMenu user={user} />}
        <div className={css['end']}>
          {user && <QuickSearchButton />}
          {user && <PhoneMenu user={user} />}
          {user && <AvatarMenu user={user} />}
          {session.data && !user && (
            <ButtonLink to="/sign-in" search={{ next }} variant="default">
              Sign in
            </ButtonLink>
          )}
        </div>
      </header>
      <main id="content" className={css['main']} tabIndex={-1}>
        {children}
      </main>
      <Help />
    </>
  );
}
