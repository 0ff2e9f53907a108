import { parseArgs } from 'node:util';
import { publishDemo, targetOf } from '../demo/demo.ts';
import { runTask, seconds } from '../lib/run.ts';

/** `npm run demo -- --url URL --key KEY`: publishes two dozen figures with their revisions to a running server. */
await runTask(async () => {
  const { values } = parseArgs({ options: { url: { type: 'string' }, key: { type: 'string' } } });
  const key = values.key ?? process.env['GOFIGR_API_KEY'];
  const target = targetOf({ ...(values.url && { url: values.url }), ...(key && { key }) });
  console.log(`Publishing the demonstration to ${target.url} …`);
  const started = performance.now();
  const problems = await publishDemo(target);
  for (const problem of problems) console.error(`Not published: ${problem}`);
  console.log(`Done in ${seconds(performance.now() - started)}. Look at ${target.url}`);
  return problems.length === 0 ? 0 : 1;
});
