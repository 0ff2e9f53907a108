import { lazyPage } from '../../lib/lazy-page.ts';

export const InvitationPage = lazyPage(async () => (await import('./invitation-page.tsx')).InvitationPage);
