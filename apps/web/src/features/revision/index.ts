export { changesQuery } from './changes-query.ts';
export { revisionQuery } from './revision-query.ts';
export { shortIdQuery } from './short-id-query.ts';
