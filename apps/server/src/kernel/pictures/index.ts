export type { Pictures, PicturesOptions } from './pictures.ts';
export { createPictures } from './pictures.ts';
