import { lazyPage } from '../../lib/lazy-page.ts';

export const ConfirmEmailPage = lazyPage(async () => (await import('./confirm-email-page.tsx')).ConfirmEmailPage);
