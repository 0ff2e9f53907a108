export { findPicture, MOST_BYTES } from './find-picture.ts';
