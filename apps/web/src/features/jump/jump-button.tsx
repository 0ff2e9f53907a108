import { Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useKeys } from '../../lib/use-keys.ts';
import css from './jump-button.module.css';

// The box comes when it is first asked for.
const JumpBox = lazy(async () => ({ default: (await import('./jump-box.tsx')).JumpBox }));

/** Opens the box that leads to anything by its name; so does the key `/`. */
export function JumpButton() {
  const [asked, setAsked] = useState(0);
  const open = () => setAsked((times) => times + 1);
  useKeys({ '/': open });
  return (
    <>
      <button type="button" className={css['button']} onClick={open} aria-label="Jump to (press /)">
        <IconSearch size={16} aria-hidden />
        <span className={css['text']}>Jump to…</span>
        <Kbd size="xs" className={css['text'] ?? ''} aria-hidden>
          /
        </Kbd>
      </button>
      {asked > 0 && (
        <Suspense>
          <JumpBox key={asked} />
        </Suspense>
      )}
    </>
  );
}
