export { Breadcrumb } from './breadcrumb.tsx';
export { useIsMember } from './path-query.ts';
