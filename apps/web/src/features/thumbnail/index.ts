export { Thumbnail } from './thumbnail.tsx';
