export { EmptyTrash, Trash } from './trash.tsx';
export { type TrashSearch, trashQuery } from './trash-query.ts';
