import type { GoFigr, SearchResult } from '@gofigr/client';
import { connectionFor } from '../common/connection.ts';
import { limitOf } from '../common/limit.ts';
import type { SharedOptions } from '../common/options.ts';
import { columns, note, printResult } from '../common/output.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';

export interface SearchOptions extends SharedOptions {
  limit: string;
  /** Name of a saved search. Without one, the saved searches are listed. */
  saved?: string | true;
}

/** Results of one request at most. */
const PAGE = 100;

/** Runs `gofigr search`. */
export async function search(words: readonly string[], options: SearchOptions): Promise<void> {
  const { saved } = options;
  if (words.length === 0 && saved === undefined)
    throw new Failure(EXIT.usage, 'Name words to search for, or a saved search with --saved.');
  if (words.length > 0 && saved === true)
    throw new Failure(EXIT.usage, '--saved takes the name of a saved search: put it before the words.');
  const limit = limitOf(options.limit);
  const { gf } = await connectionFor(options);
  if (saved === true) return listSaved(gf, options);
  const text = [...(saved === undefined ? [] : [await savedText(gf, saved)]), ...words].join(' ');
  let answer = await gf.search(text, { limit: Math.min(limit, PAGE) });
  const results = [...answer.results];
  while (answer.next !== null && results.length < limit) {
    answer = await gf.search(text, { limit: Math.min(limit - results.length, PAGE), cursor: answer.next });
    results.push(...answer.results);
  }
  const { opens, counts, corrected, filling } = answer;
  const found = opens === null ? [] : [`${gf.appUrl}/${opens.type}/${opens.api_id}`];
  const lines = results.map((result) => lineOf(result, gf.appUrl));
  for (const { from, to } of corrected)
    note(`Nothing has "${printable(from)}". Showing: ${to.map(printable).join(', ')}`);
  if (filling) note('The server still fills its search index: older figures may be missing.');
  if (counts.total > results.length)
    note(`${results.length} of ${counts.total}${counts.complete ? '' : ' or more'}. More: --limit`);
  printResult(
    options,
    { opens, results, counts, corrected, filling },
    [...found, ...lines].join('\n\n') || 'Nothing found',
  );
}

async function listSaved(gf: GoFigr, options: SearchOptions): Promise<void> {
  const searches = await gf.savedSearches();
  const rows = searches.map(({ name, q }) => [printable(name), printable(q)]);
  printResult(options, { searches }, columns(rows) || 'No saved searches');
}

/** The words of a saved search. Its name may be in another case. */
async function savedText(gf: GoFigr, name: string): Promise<string> {
  const searches = await gf.savedSearches();
  const isNamed = (one: { name: string }) => one.name.toLowerCase() === name.trim().toLowerCase();
  const found = searches.find((one) => one.name === name) ?? searches.find(isNamed);
  if (found) return found.q;
  throw new Failure(
    EXIT.failed,
    `You have no saved search "${printable(name)}".`,
    searches.length === 0
      ? 'Searches are saved on the page of the search.'
      : `There are: ${searches.map((one) => printable(one.name)).join(', ')}`,
  );
}

function lineOf(result: SearchResult, appUrl: string): string {
  const { type, api_id, name, workspace_name, analysis_name, changed_on, changed_by, match } = result;
  const place = [workspace_name, type === 'analysis' ? null : analysis_name].filter((one) => one !== null);
  const about = [type, ...place.map(printable), `${changed_on.slice(0, 10)} by ${printable(changed_by)}`].join(' · ');
  const address = match?.revision ? `revision/${match.revision}` : `${type}/${api_id}`;
  const line = match ? [`  ${match.in}: ${printable(match.text)}`] : [];
  return [printable(name), `  ${about}`, ...line, `  ${appUrl}/${address}`].join('\n');
}
