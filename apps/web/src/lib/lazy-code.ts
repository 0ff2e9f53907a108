import { Unreachable } from '@gofigr/client/wire';
import { type ComponentType, createElement, lazy, type ReactElement } from 'react';
import { noticeUpgrade } from './upgrade.ts';

/**
 * Makes a component whose code is fetched when it is first shown. After a failure, the next showing fetches again. After
 * an upgrade of the server nothing is shown, and what the user has typed around it stays. `onMissing` tells whether
 * that is the reason.
 */
export function lazyCode<P extends object>(
  load: () => Promise<ComponentType<P>>,
  onMissing: () => Promise<boolean> = noticeUpgrade,
): (props: P) => ReactElement {
  const attempt = () =>
    lazy(async () => {
      try {
        return { default: await load() };
      } catch (error) {
        Inner = attempt();
        if (await onMissing()) return { default: () => null };
        throw new Unreachable(location.origin, error);
      }
    });
  let Inner = attempt();
  return (props) => createElement(Inner as ComponentType<P>, props); // `lazy` wraps P in types that P can't satisfy.
}
