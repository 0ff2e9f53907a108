import type { Figure } from '@gofigr/contract';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { plural } from '../../lib/format.ts';
import { NewsNotice } from '../../ui/news-notice.tsx';
import { newestOf } from './newest.ts';
import type { Tab } from './tabs.ts';

interface NewRevisionsProps {
  figure: Figure;
  tab: Tab | undefined;
  onNewest: ((id: string) => void) | undefined;
}

/** Tells of revisions that were published while the page is open. */
export function NewRevisions({ figure, tab, onNewest }: NewRevisionsProps) {
  const navigate = useNavigate();
  const newest = newestOf(figure);
  const [seen, setSeen] = useState(newest?.revision_index ?? -1);
  const count = figure.revisions.filter(({ revision_index }) => revision_index > seen).length;
  const show = () => {
    if (!newest) return;
    setSeen(newest.revision_index);
    if (onNewest) onNewest(newest.api_id);
    else void navigate({ to: '/revision/$id', params: { id: newest.api_id }, search: { tab }, resetScroll: false });
  };
  return <NewsNotice news={count > 0 ? plural(count, 'new revision') : undefined} onShow={show} />;
}
