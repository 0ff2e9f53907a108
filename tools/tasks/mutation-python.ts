import { runTask } from '../lib/run.ts';
import { mutatePython, PYTHON_FOLDERS, type PythonRow } from '../mutation/mutmut.ts';

/** `node tools/tasks/mutation-python.ts [FOLDER…]`: changes the Python package in one place at a time and runs its tests. */
await runTask(async () => {
  const named = process.argv.slice(2);
  const rows: PythonRow[] = [];
  for (const folder of named.length > 0 ? named : Object.keys(PYTHON_FOLDERS)) rows.push(await mutatePython(folder));
  console.log(`\n| Folder | Mutants | Killed | Survived | No coverage | Timeout | Score |\n|${' --- |'.repeat(7)}`);
  for (const { folder, killed, timedOut, survived, uncovered } of rows) {
    const all = killed + timedOut + survived + uncovered;
    const score = `${((100 * (killed + timedOut)) / all).toFixed(1)} %`;
    console.log(`| ${[`\`${folder}\``, all, killed, survived, uncovered, timedOut, score].join(' | ')} |`);
  }
  return 0;
});
