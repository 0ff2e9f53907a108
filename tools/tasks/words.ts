import { longSentences, MOST_WORDS, SOURCE_FOLDERS, weakOpenings } from '../lib/prose.ts';
import { ROOT } from '../lib/root.ts';
import { runTask } from '../lib/run.ts';

const inFolder = (file: string, folder: string): boolean => file.startsWith(`${folder}/`);

/** `npm run words` counts long sentences and weak openings by folder; `npm run words -- apps/server` lists them. */
await runTask(async () => {
  const wanted = process.argv.slice(2);
  const sentences = longSentences(ROOT);
  const openings = weakOpenings(ROOT, SOURCE_FOLDERS);
  for (const { file, line, text } of [...sentences, ...openings])
    if (wanted.some((folder) => file === folder || inFolder(file, folder))) console.log(`${file}:${line}: ${text}`);
  const pages = new Map<string, number>();
  for (const { file } of sentences) {
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '.';
    pages.set(folder, (pages.get(folder) ?? 0) + 1);
  }
  console.log(`Sentences over ${MOST_WORDS} words: ${sentences.length}`);
  for (const [folder, count] of pages) console.log(`  ${folder.padEnd(20)}${count}`);
  console.log(`Comments that open with a question word: ${openings.length}`);
  for (const folder of SOURCE_FOLDERS)
    console.log(`  ${folder.padEnd(20)}${openings.filter(({ file }) => inFolder(file, folder)).length}`);
  return 0;
});
