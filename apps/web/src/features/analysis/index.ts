export { AnalysisCard, AnalysisRow } from './analysis-card.tsx';
export { AnalysisMenu } from './analysis-menu.tsx';
export { analysisQuery } from './analysis-query.ts';
export { makersQuery } from './makers-query.ts';
export { NewAnalysis } from './new-analysis.tsx';
export { updateAnalysis } from './update-analysis.ts';
