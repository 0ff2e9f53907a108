import { faultsOfBodies } from '../crash/faults-of-bodies.ts';
import { faultsOfDatabases } from '../crash/faults-of-databases.ts';
import { faultsOfDisks } from '../crash/faults-of-disks.ts';
import { orderOfWrites } from '../crash/order-of-writes.ts';
import { type Counts, playAll } from '../crash/scenario.ts';
import { buildIfStale } from '../lib/build.ts';
import { type LegResult, nodeEngine } from '../lib/leg.ts';

/** What is acknowledged stays, whatever happens to the server, its disks and its databases. */
export async function durability(): Promise<LegResult> {
  await buildIfStale();
  const only = process.env['ONLY'];
  const all = [...faultsOfBodies, ...orderOfWrites, ...faultsOfDisks, ...faultsOfDatabases].filter(
    ({ name }) => !only || name.includes(only),
  );
  const counts: Counts = await playAll(all, 3);
  return { engine: nodeEngine(), ...counts };
}
