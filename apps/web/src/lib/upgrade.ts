/** Notices that the server was upgraded, so that code of this page is no longer there. */
import { useSyncExternalStore } from 'react';
import { currentPage } from './api.ts';

/** Paths of the scripts that start a page of the app. Their names have hashes of their contents. */
const startOf = (page: Document): string =>
  [...page.querySelectorAll('script[type="module"][src]')].map((script) => script.getAttribute('src')).join(' ');

/** Returns the start of the app that the server has now if it differs from this page's. */
async function newStart(): Promise<string | undefined> {
  try {
    const start = startOf(new DOMParser().parseFromString(await currentPage(), 'text/html'));
    return start && start !== startOf(document) ? start : undefined;
  } catch {
    return undefined;
  }
}

let isOutdated = false;
const listeners = new Set<() => void>();

/** Checks whether code is missing because of an upgrade. If so, the page asks to be reloaded. */
export async function noticeUpgrade(): Promise<boolean> {
  if (isOutdated || (await newStart()) === undefined) return isOutdated;
  isOutdated = true;
  for (const listener of listeners) listener();
  return true;
}

/** Starts of the app that were reloaded for. A cache may give an old page again, which must not be reloaded forever. */
const RELOADED = 'gofigr-reloaded-for';

/** Reloads the page if that can help against an upgrade. Returns whether it does. */
export async function reloadAfterUpgrade(): Promise<boolean> {
  const start = await newStart();
  if (start === undefined || window.sessionStorage.getItem(RELOADED) === start) return false;
  window.sessionStorage.setItem(RELOADED, start);
  window.location.reload();
  return true;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells whether the server was upgraded since this page was loaded. */
export const useIsOutdated = (): boolean => useSyncExternalStore(subscribe, () => isOutdated);
