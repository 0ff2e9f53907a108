export { infoQuery, usePublicUrl } from './info-query.ts';
