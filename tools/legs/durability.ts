import { backups } from '../../acceptance/durability/backups.ts';
import { crashes } from '../../acceptance/durability/crashes.ts';
import { faultsOfBodies, slowBody } from '../../acceptance/durability/faults-of-bodies.ts';
import { faultsOfConnections } from '../../acceptance/durability/faults-of-connections.ts';
import { faultsOfDatabases } from '../../acceptance/durability/faults-of-databases.ts';
import { faultsOfDisks } from '../../acceptance/durability/faults-of-disks.ts';
import { faultsOfFullDisks } from '../../acceptance/durability/faults-of-full-disks.ts';
import { faultsOfModes } from '../../acceptance/durability/faults-of-modes.ts';
import { faultsOfStops } from '../../acceptance/durability/faults-of-stops.ts';
import { faultsOfSyncs } from '../../acceptance/durability/faults-of-syncs.ts';
import { hosts } from '../../acceptance/durability/hosts.ts';
import { largeFiles } from '../../acceptance/durability/large-files.ts';
import { logs } from '../../acceptance/durability/logs.ts';
import { orderOfWrites } from '../../acceptance/durability/order-of-writes.ts';
import { playAll } from '../../acceptance/durability/scenario.ts';
import { trashCrashes } from '../../acceptance/durability/trash-crashes.ts';
import { twoServers } from '../../acceptance/durability/two-servers.ts';
import { workers } from '../../acceptance/durability/workers.ts';
import { buildIfStale } from '../lib/build.ts';
import { add, type LegResult, nodeEngine } from '../lib/leg.ts';
import { clientPython, clientVersions } from './clients.ts';

/** Tests that acknowledged data survive faults of the server, its disks and its databases. */
export async function durability(): Promise<LegResult> {
  await buildIfStale();
  const newest = clientVersions()[0] ?? '';
  const slow = playAll([slowBody], 1);
  const rest = playAll(
    [
      ...largeFiles(() => clientPython(newest), { byClient: 150, atOnce: 50, isQuiet: false }),
      ...crashes,
      ...trashCrashes,
      ...backups,
      ...faultsOfFullDisks,
      ...logs,
      ...hosts,
      ...workers,
      ...twoServers,
      ...faultsOfBodies,
      ...orderOfWrites,
      ...faultsOfConnections,
      ...faultsOfDatabases,
      ...faultsOfDisks,
      ...faultsOfModes,
      ...faultsOfStops,
      ...faultsOfSyncs,
    ],
    3,
  );
  return { engine: nodeEngine(), ...add(await slow, await rest) };
}
