export { DeleteAccount } from './delete-account.tsx';
export { people } from './people.ts';
export { Profile } from './profile.tsx';
export { Users } from './users.tsx';
