export { picturePages } from './routes/picture-pages.ts';
export { sharingRoutes } from './routes.ts';
export { accessToChildren, accessWithin } from './service/access.ts';
export { setUserShare } from './store.ts';
