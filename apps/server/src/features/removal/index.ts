export { createRemoval, removeAll } from './service.ts';
