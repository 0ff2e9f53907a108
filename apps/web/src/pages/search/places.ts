import type { SearchCounts, SearchResult } from '@gofigr/contract';

/** Results of one analysis, or of a workspace besides its analyses. */
export interface Place {
  key: string;
  workspace: string | null;
  workspaceName: string | null;
  analysis: string | null;
  analysisName: string | null;
  /** Results there in all, as far as they are counted; more than are loaded. */
  count: number;
  results: SearchResult[];
}

/** Groups results by workspace and analysis. The place of the best result comes first. */
export function byPlace(results: readonly SearchResult[], counts: SearchCounts): Place[] {
  const places = new Map<string, Place>();
  for (const result of results) {
    const { workspace, workspace_name: workspaceName, analysis, analysis_name: analysisName } = result;
    const key = `${workspace} ${analysis}`;
    const place = places.get(key) ?? {
      key,
      workspace,
      workspaceName,
      analysis,
      analysisName,
      count: countIn(counts, workspace, analysis),
      results: [],
    };
    places.set(key, place);
    place.results.push(result);
  }
  return [...places.values()];
}

const countIn = (counts: SearchCounts, workspace: string | null, analysis: string | null): number =>
  counts.workspaces.find((one) => one.workspace === workspace)?.analyses.find((one) => one.analysis === analysis)
    ?.count ?? 0;
