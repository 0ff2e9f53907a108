export type { Pictures, PicturesOptions, Whose } from './pictures.ts';
export { createPictures, PicturesBusy } from './pictures.ts';
