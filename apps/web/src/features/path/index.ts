export { Breadcrumb } from './breadcrumb.tsx';
export { type Rights, useRights } from './rights-query.ts';
