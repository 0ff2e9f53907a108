export type { Lend, Pictures, PicturesOptions } from './pictures.ts';
export { createPictures, PicturesBusy } from './pictures.ts';
export type { Turn } from './turns.ts';
