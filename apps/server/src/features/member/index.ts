export { notAMember, unknownUser } from './errors.ts';
export { checkedRole, type MemberKind } from './roles.ts';
export { memberRoutes } from './routes.ts';
export { insertMember, roleOf } from './store.ts';
