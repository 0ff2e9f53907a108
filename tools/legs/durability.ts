import { crashes } from '../crash/crashes.ts';
import { faultsOfBodies, slowBody } from '../crash/faults-of-bodies.ts';
import { faultsOfConnections } from '../crash/faults-of-connections.ts';
import { faultsOfDatabases } from '../crash/faults-of-databases.ts';
import { faultsOfDisks } from '../crash/faults-of-disks.ts';
import { faultsOfFullDisks } from '../crash/faults-of-full-disks.ts';
import { faultsOfModes } from '../crash/faults-of-modes.ts';
import { faultsOfStops } from '../crash/faults-of-stops.ts';
import { largeFiles } from '../crash/large-files.ts';
import { orderOfWrites } from '../crash/order-of-writes.ts';
import { playAll } from '../crash/scenario.ts';
import { twoServers } from '../crash/two-servers.ts';
import { buildIfStale } from '../lib/build.ts';
import { add, type LegResult, nodeEngine } from '../lib/leg.ts';
import { clientPython, clientVersions } from './clients.ts';

/** Tests that acknowledged data survive faults of the server, its disks and its databases. */
export async function durability(): Promise<LegResult> {
  await buildIfStale();
  const newest = clientVersions()[0] ?? '';
  const slow = playAll([slowBody], 1);
  // Nothing else runs at the same time, because memory and time are measured.
  const large = await playAll(
    largeFiles(() => clientPython(newest), { byClient: 150, atOnce: 50, isQuiet: false }),
    1,
  );
  const rest = await playAll(
    [
      ...faultsOfBodies,
      ...crashes,
      ...orderOfWrites,
      ...faultsOfConnections,
      ...faultsOfDatabases,
      ...faultsOfDisks,
      ...faultsOfFullDisks,
      ...faultsOfModes,
      ...faultsOfStops,
      ...twoServers,
    ],
    3,
  );
  return { engine: nodeEngine(), ...[await slow, large, rest].reduce(add) };
}
