import { lazyPage } from '../../lib/lazy-page.ts';

export { type AnalysisTab, analysisTabOf } from './tabs.ts';

export const AnalysisPage = lazyPage(async () => (await import('./analysis-page.tsx')).AnalysisPage);
