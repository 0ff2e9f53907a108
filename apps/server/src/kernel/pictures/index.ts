export { findIsolation } from './isolation.ts';
export { createJobChild, findWorker, type Job } from './job-child.ts';
export type { About, Drawing, Reason } from './messages.ts';
export type { Lend, Pictures, PicturesOptions, TextRequest, ThumbnailRequest } from './pictures.ts';
export { createPictures, PicturesBusy } from './pictures.ts';
export { createTurns, type Turn, type Waiting } from './turns.ts';
