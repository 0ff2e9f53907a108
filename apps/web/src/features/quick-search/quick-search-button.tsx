import { Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useKeys } from '../../lib/use-keys.ts';
import css from './quick-search-button.module.css';

// The box comes when it is first asked for.
const QuickSearch = lazy(async () => ({ default: (await import('./quick-search.tsx')).QuickSearch }));

/** Opens the box that leads to anything by its name; so does the key `/`. */
export function QuickSearchButton() {
  const [asked, setAsked] = useState(0);
  const open = () => setAsked((times) => times + 1);
  useKeys({ '/': open });
  return (
    <>
      <button type="button" className={css['button']} onClick={open} aria-label="Search (press /)">
        <IconSearch size={16} aria-hidden />
        <span className={css['text']}>Search…</span>
        <Kbd size="xs" className={css['text'] ?? ''} aria-hidden>
          /
        </Kbd>
      </button>
      {asked > 0 && (
        <Suspense>
          <QuickSearch key={asked} />
        </Suspense>
      )}
    </>
  );
}
