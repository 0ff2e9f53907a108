// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { useForget } from './invalidate.ts';
import { createQueryClient } from './query.ts';

describe('a deletion makes stale', () => {
  it('the lists and the links between objects', () => {
    const queryClient = createQueryClient();
    const wrapper = ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    );
    const stale = [
      ['workspace', 'w'],
      ['listing', 'analysis/figures', 'a'],
      ['revision', 'r', 'sources'],
      ['asset_revision', 's', 'uses'],
      ['path', 'figure', 'other'],
      ['api_key'],
    ] as const;
    const kept = [['session'], ['data', 'd']] as const;
    for (const queryKey of [['figure', 'f'] as const, ...stale, ...kept]) queryClient.setQueryData(queryKey, {});
    renderHook(() => useForget(), { wrapper }).result.current('figure', 'f');
    expect(queryClient.getQueryState(['figure', 'f'])).toBeUndefined();
    const isStale = (queryKey: (typeof stale)[number] | (typeof kept)[number]) =>
      queryClient.getQueryState(queryKey)?.isInvalidated;
    expect(stale.map(isStale)).toEqual(stale.map(() => true));
    expect(kept.map(isStale)).toEqual(kept.map(() => false));
    queryClient.clear();
  });
});
