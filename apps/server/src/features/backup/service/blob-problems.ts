import type { Db } from '../../../kernel/db/index.ts';
import { type BlobUse, usesOf } from '../store/checks.ts';
import type { BlobEntry, BlobFault } from './blob-folder.ts';

export interface BlobProblem {
  hash: string;
  fault: BlobFault;
  /** The backup keeps an earlier, good copy; only the server's blob is damaged. */
  inBackup: boolean;
  /** The first few data that refer to the blob; empty if they were deleted meanwhile. */
  usedBy: BlobUse[];
}

const MOST_USES = 10;

/** Collects damaged blobs. */
export function blobFaults() {
  const found: { hash: string; fault: BlobFault; inBackup: boolean }[] = [];
  return {
    add: ({ hash }: BlobEntry, fault: BlobFault, inBackup = false) => void found.push({ hash, fault, inBackup }),
    count: () => found.length,
    /** Adds the data that use each blob, if the database knows them; sorted by hash. */
    async explain(db: Db | null): Promise<BlobProblem[]> {
      const problems = found.map((problem): BlobProblem => ({ ...problem, usedBy: [] }));
      const byHash = new Map(problems.map((problem) => [problem.hash, problem]));
      if (db)
        for (const { hash, ...use } of await usesOf(db, [...byHash.keys()])) {
          const uses = byHash.get(hash)?.usedBy;
          if (uses && uses.length < MOST_USES) uses.push(use);
        }
      return problems.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
    },
  };
}
