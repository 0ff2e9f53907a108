export { AnalysisCard, AnalysisLine } from './analysis-card.tsx';
export { analysisQuery } from './analysis-query.ts';
export { createAnalysis } from './create-analysis.ts';
export { AnalysisPage } from './pages.ts';
export { type AnalysisTab, analysisTabOf } from './tabs.ts';
