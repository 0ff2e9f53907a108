import { type ComponentType, type ReactElement, Suspense, useState } from 'react';
import { lazyCode } from '../lib/lazy-code.ts';

/** Makes a dialog whose code is loaded when it is first opened. */
export function lazyDialog<P extends object>(
  load: () => Promise<ComponentType<P>>,
): (props: P & { opened?: boolean }) => ReactElement | null {
  const Inner = lazyCode(load);
  return function LazyDialog(props) {
    const [wasOpened, setWasOpened] = useState(false);
    if (!wasOpened && props.opened !== false) setWasOpened(true);
    return wasOpened ? (
      <Suspense>
        <Inner {...props} />
      </Suspense>
    ) : null;
  };
}
