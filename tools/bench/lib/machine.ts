import { readFileSync, statfsSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { CACHE } from '../../lib/root.ts';

/** Describes this machine and the disk that is measured in a sentence. */
export function machine(): string {
  const [processor] = cpus();
  const memoryGb = Math.round(totalmem() / 1e9);
  const kind = FILE_SYSTEMS[statfsSync(CACHE).type] ?? 'unknown';
  return `Machine: ${cpus().length} cores (${processor?.model.trim() ?? 'unknown'}), ${memoryGb} GB, Linux ${release()}, ${kind}, ${virtual()}Node ${process.versions.node}.`;
}

/** https://man7.org/linux/man-pages/man2/statfs.2.html */
const FILE_SYSTEMS: Record<number, string> = {
  0xef53: 'ext4',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x01021994: 'tmpfs (nothing is durable there)',
  0x794c7630: 'overlayfs',
};

const virtual = (): string => (readFileSync('/proc/cpuinfo', 'utf8').includes('hypervisor') ? 'virtual, ' : '');
