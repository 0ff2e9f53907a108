export { changeText } from './change-text.ts';
export { changesQuery, newestIndex } from './changes-query.ts';
export { commitOf, makerOf } from './maker.ts';
export { MakerLink, WebLink } from './maker-link.tsx';
export { revisionQuery } from './revision-query.ts';
export { shortIdQuery } from './short-id-query.ts';
