import { useEffect, useState } from 'react';
import type { KeptView } from '../../ui/zoom/stage.tsx';
import { adapt, FIT, type Size, type View } from '../../ui/zoom/zoom.ts';

/** The last view. It outlives the page of a revision, so that the next one shows the same place. */
let last: { place: string; view: View; natural: Size | undefined } = { place: '', view: FIT, natural: undefined };

/** Keeps the view of the pictures at a place, such as a figure. Returns it and the size of the last picture there. */
export function useView(place: string, natural: Size | undefined): { kept: KeptView; natural: Size | undefined } {
  const [view, setView] = useState(last.place === place ? last.view : FIT);
  const [before] = useState(last.place === place ? last.natural : undefined);
  const size = natural ?? before;
  useEffect(() => {
    last = { place, view, natural: size };
  }, [place, view, size]);
  const kept: KeptView = {
    of: (frame) => adapt(view, frame),
    change: (change, frame) => setView((old) => change(adapt(old, frame))),
  };
  return { kept, natural: size };
}
