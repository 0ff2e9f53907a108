export type { Pictures, PicturesOptions, ThumbnailRequest } from './pictures.ts';
export { createPictures } from './pictures.ts';
