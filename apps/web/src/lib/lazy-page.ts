import { type ComponentType, createElement, lazy, type ReactElement } from 'react';

export type LazyPage<P extends object> = ((props: P) => ReactElement) & { preload: () => Promise<void> };

/** A page in a chunk of its own; `preload` fetches it while its data are on their way. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): LazyPage<P> {
  const Inner = lazy(async () => ({ default: await load() }));
  const Page = (props: P) => createElement(Inner as ComponentType<P>, props); // `lazy` wraps P in types that P can't satisfy.
  // A chunk that can't be fetched fails again, visibly, when the page is drawn.
  const preload = () =>
    load().then(
      () => undefined,
      () => undefined,
    );
  return Object.assign(Page, { preload });
}
