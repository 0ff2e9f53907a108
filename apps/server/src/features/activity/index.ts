export { type Change, leaveActivity, recordActivity } from './store.ts';
