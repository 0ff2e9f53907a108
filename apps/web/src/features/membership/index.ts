export { AddedTo } from './added-to.tsx';
