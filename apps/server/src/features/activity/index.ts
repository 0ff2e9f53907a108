export { type Change, leaveActivity, noteActivity, recordActivity } from './store.ts';
