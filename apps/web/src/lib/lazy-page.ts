import type { ComponentType, ReactElement } from 'react';
import { lazyCode } from './lazy-code.ts';
import { nextTask } from './next-task.ts';
import { noticeUpgrade, reloadAfterUpgrade } from './upgrade.ts';

export type LazyPage<P extends object> = ((props: P) => ReactElement) & { preload: () => Promise<void> };

/**
 * Makes a page that is loaded from its own chunk. `preload` fetches the chunk while the data load. After an upgrade of
 * the server its address is loaded anew: the user has just come to the page, and has typed nothing there.
 */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): LazyPage<P> {
  // In a task of its own: to ask for all parts of a chunk takes time. If it can't be fetched, the render fails again and
  // shows the error.
  const preload = () =>
    nextTask()
      .then(load)
      .then(
        () => undefined,
        () => undefined,
      );
  const onMissing = async () => (await reloadAfterUpgrade()) || (await noticeUpgrade());
  return Object.assign(lazyCode(load, onMissing), { preload });
}
