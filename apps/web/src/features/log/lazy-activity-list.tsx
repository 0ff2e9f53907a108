import { Suspense } from 'react';
import { lazyCode } from '../../lib/lazy-code.ts';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import type { ActivityPlace } from './activity-query.ts';

const Inner = lazyCode(async () => (await import('./filtered-activity.tsx')).FilteredActivity);

/** Lists activity by day. Its code is loaded when it is first shown. */
export const ActivityList = ({ place }: { place: ActivityPlace }) => (
  <Suspense fallback={<LinesSkeleton height={64} />}>
    <Inner place={place} />
  </Suspense>
);
