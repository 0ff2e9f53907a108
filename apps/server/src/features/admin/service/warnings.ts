import type { AdminHealth } from '@gofigr/contract';

type Warning = AdminHealth['warnings'][number];

/** Facts that the warnings depend on. Times are in microseconds. */
export interface Facts {
  now: number;
  /** When the first account was made; undefined: there is none. */
  begunOn: number | undefined;
  backup: { at: number; problems: number } | null;
  damagedCount: number;
  disk: { freeBytes: number; totalBytes: number; hasReserve: boolean | null };
  mail: { enabled: boolean; sentOn: number | null; failedOn: number | null; problem: string | null };
  missingProtection: readonly string[];
}

const DAY_MICROS = 24 * 60 * 60 * 1_000_000;

/** Age from which a backup is too old, in days. */
const BACKUP_DAYS = 7;

/** Free space below which a disk is nearly full: in bytes, or as a part of it. */
const FEW_BYTES = 1_000_000_000;
const FEW_PARTS = 0.05;

/** Lists the faults that an administrator should look after, with the way to do it. */
export function warningsOf(facts: Facts): Warning[] {
  return [...ofBackup(facts), ...ofDamage(facts), ...ofDisk(facts), ...ofMail(facts), ...ofPictures(facts)];
}

function ofBackup({ now, begunOn, backup }: Facts): Warning[] {
  const days = (since: number) => Math.floor((now - since) / DAY_MICROS);
  if (backup === null) {
    if (begunOn === undefined || days(begunOn) < BACKUP_DAYS) return [];
    return [{ code: 'no_backup', text: 'There is no backup of this server. Run npm run admin -- backup DIR.' }];
  }
  const warnings: Warning[] = [];
  if (days(backup.at) >= BACKUP_DAYS)
    warnings.push({
      code: 'old_backup',
      text: `The last backup is ${days(backup.at)} days old. Run npm run admin -- backup DIR regularly.`,
    });
  if (backup.problems > 0)
    warnings.push({
      code: 'backup_problems',
      text: `The last backup could not copy ${counted(backup.problems, 'blob')}. Run it again to see which.`,
    });
  return warnings;
}

const ofDamage = ({ damagedCount }: Facts): Warning[] =>
  damagedCount === 0
    ? []
    : [
        {
          code: 'damaged_data',
          text: `${counted(damagedCount, 'blob')} can't be read whole. Publishing the same data again repairs it; a backup may have it too.`,
        },
      ];

function ofDisk({ disk: { freeBytes, totalBytes, hasReserve } }: Facts): Warning[] {
  const warnings: Warning[] = [];
  if (freeBytes < FEW_BYTES || freeBytes < totalBytes * FEW_PARTS)
    warnings.push({
      code: 'disk_nearly_full',
      text: `The disk is nearly full: ${Math.floor(freeBytes / 1_000_000)} MB are free. Make room before publishing stops.`,
    });
  if (hasReserve === false)
    warnings.push({
      code: 'no_reserve',
      text: 'The reserve for a full disk is missing: it has been used, or there is no room for it. Make room; the server then makes it again.',
    });
  return warnings;
}

function ofMail({ mail: { enabled, sentOn, failedOn, problem } }: Facts): Warning[] {
  if (!enabled || failedOn === null || failedOn <= (sentOn ?? 0)) return [];
  return [
    { code: 'mail_fails', text: `The last mail was not sent. ${problem ?? ''} Send a test mail after a change.` },
  ];
}

const ofPictures = ({ missingProtection }: Facts): Warning[] =>
  missingProtection.length === 0
    ? []
    : [
        {
          code: 'no_sandbox',
          text: `Pictures are drawn without ${missingProtection.join(', ')}. See "Thumbnails" in docs/operating.md.`,
        },
      ];

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
