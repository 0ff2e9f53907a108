import { type ComponentType, createElement, lazy, type ReactElement } from 'react';

export type LazyPage<P extends object> = ((props: P) => ReactElement) & { preload: () => Promise<void> };

/** Makes a page that is loaded from its own chunk. `preload` fetches the chunk while the data load. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): LazyPage<P> {
  const Inner = lazy(async () => ({ default: await load() }));
  const Page = (props: P) => createElement(Inner as ComponentType<P>, props); // `lazy` wraps P in types that P can't satisfy.
  // If the chunk can't be fetched, the render fails again and shows the error.
  const preload = () =>
    load().then(
      () => undefined,
      () => undefined,
    );
  return Object.assign(Page, { preload });
}
