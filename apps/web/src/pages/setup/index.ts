import { lazyPage } from '../../lib/lazy-page.ts';

export const SetupPage = lazyPage(async () => (await import('./setup-page.tsx')).SetupPage);
