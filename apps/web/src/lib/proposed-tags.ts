import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { call } from './api.ts';

/** Tags of other figures that begin with a text, the most frequent first. */
const proposedQuery = (text: string) =>
  queryOptions({
    queryKey: ['tag', 'proposed', text],
    queryFn: async ({ signal }) => (await call('GET /tag/', { query: { ...(text && { q: text }) }, signal })).tags,
    placeholderData: keepPreviousData,
  });

/** Most tags that are proposed at once. */
const SHOWN = 8;

/** Tags to propose for what is typed, without those that are there already. */
export function useProposedTags(typed: string, without: readonly string[]): string[] {
  const [text] = useDebouncedValue(typed.trim(), 200);
  const there = new Set(without.map((tag) => tag.toLowerCase()));
  const { data = [] } = useQuery(proposedQuery(text));
  return data.filter((tag) => !there.has(tag.toLowerCase())).slice(0, SHOWN);
}
