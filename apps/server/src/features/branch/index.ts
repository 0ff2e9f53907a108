export { type Also, addUnlessThere, createBranchService, type FoundOrMade } from './service.ts';
