export { Breadcrumb } from './breadcrumb.tsx';
export { loadSurroundings } from './load-surroundings.ts';
export { type Rights, useRights } from './rights-query.ts';
