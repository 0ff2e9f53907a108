export { TagLine } from './tag-line.tsx';
