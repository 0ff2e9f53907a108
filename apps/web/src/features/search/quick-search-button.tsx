import { Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { lazyCode } from '../../lib/lazy-code.ts';
import { useKeys } from '../../lib/use-keys.ts';
import css from './quick-search-button.module.css';
import { TypeAhead } from './type-ahead.ts';

// The search box is loaded when it is first opened.
const QuickSearch = lazyCode(async () => (await import('./quick-search.tsx')).QuickSearch);

/** Opens the search box, as does the key `/`. */
export function QuickSearchButton() {
  const [asked, setAsked] = useState(0);
  const [query, setQuery] = useState('');
  const open = () => {
    setQuery('');
    setAsked((times) => times + 1);
  };
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
        <Suspense fallback={<TypeAhead onType={setQuery} />}>
          <QuickSearch key={asked} query={query} onQuery={setQuery} />
        </Suspense>
      )}
    </>
  );
}
