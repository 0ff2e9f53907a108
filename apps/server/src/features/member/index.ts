export { notAMember } from './errors.ts';
export { createNotify } from './mail.ts';
export { checkedRole, checkOwnership, type MemberKind } from './roles.ts';
export { memberRoutes } from './routes.ts';
export { insertMember, othersHave, roleOf } from './store.ts';
