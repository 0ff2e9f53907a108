import { isLockedText } from '../../ui/zoom/zoom.ts';

/** State of a film in the address. */
export interface FilmSearch {
  /** ID of the shown revision; absent: the newest one. */
  revision?: string | undefined;
  /** Scale, and the place of the middle as shares of the picture: `2,0.5,0.25`. */
  view?: string | undefined;
  play?: true | undefined;
}

/** Reads the state from an address. Values that mean nothing are ignored. */
export function filmSearchOf(search: Record<string, unknown>): FilmSearch {
  return {
    ...(typeof search['revision'] === 'string' && { revision: search['revision'] }),
    ...(isLockedText(search['view']) && { view: search['view'] }),
    ...(search['play'] === true && { play: true }),
  };
}
