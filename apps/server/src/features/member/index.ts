export { notAMember } from './errors.ts';
export { createNotify } from './mail.ts';
export { memberRoutes } from './routes.ts';
export { checkedRole, checkOwnership, type MemberKind } from './service/roles.ts';
export { insertMember, othersHave, roleOf, setRole, tellMembers } from './store.ts';
