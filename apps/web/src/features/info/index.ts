export { infoQuery } from './info-query.ts';
