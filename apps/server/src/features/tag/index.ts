export { tagRoutes } from './routes.ts';
export { addTags, cleanTags, tagKey } from './service.ts';
export { tagsOf, writeTags } from './store.ts';
