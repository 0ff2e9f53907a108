export type AnalysisTab = 'activity';

/** Returns the tab named in an address. The tab of the figures is not named there. */
export const analysisTabOf = (value: unknown): AnalysisTab | undefined => (value === 'activity' ? value : undefined);
