import { useSuspenseQuery } from '@tanstack/react-query';
import { revisionQuery } from '../../features/revision/index.ts';
import { RevisionView } from './revision-view.tsx';
import type { Tab } from './tabs.ts';

export function RevisionPage({ id, tab }: { id: string; tab: Tab | undefined }) {
  const { data } = useSuspenseQuery(revisionQuery(id));
  return <RevisionView revision={data} tab={tab} />;
}
