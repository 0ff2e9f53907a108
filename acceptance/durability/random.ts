import { createCipheriv, createHash } from 'node:crypto';

/** Random values from a seed, so that a run can be repeated. */
export type Random = {
  /** An integer from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** True with this probability. */
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  bytes(length: number): Buffer;
  /** A UUID of version 4. */
  uuid(): string;
};

const BLOCK = Buffer.alloc(64 * 1024);

/** Uses the key stream of AES in counter mode. It quickly gives megabytes that no disk can compress. */
export function createRandom(seed: string): Random {
  const key = createHash('sha256').update(seed).digest();
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const bytes = (length: number): Buffer => {
    const parts: Buffer[] = [];
    for (let left = length; left > 0; left -= BLOCK.length)
      parts.push(stream.update(BLOCK.subarray(0, Math.min(left, BLOCK.length))));
    return Buffer.concat(parts);
  };
  const fraction = (): number => bytes(6).readUIntBE(0, 6) / 2 ** 48;
  const whole = (least: number, most: number): number => least + Math.floor(fraction() * (most - least + 1));
  return {
    whole,
    bytes,
    chance: (share) => fraction() < share,
    pick(items) {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    uuid() {
      const hex = bytes(16).toString('hex');
      const variant = '89ab'[whole(0, 3)];
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `${variant}${hex.slice(17, 20)}`,
        hex.slice(20),
      ].join('-');
    },
  };
}
