export { LatestActivity } from './activity-list.tsx';
export { type ActivitySearch, activitySearchOf } from './activity-search.ts';
export { ActivityList } from './lazy-activity-list.tsx';
