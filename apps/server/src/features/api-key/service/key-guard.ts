import type { LeakAction } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../../kernel/audit.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Db, Trx } from '../../../kernel/db/index.ts';
import { hashToken } from '../../../kernel/ids.ts';
import { type ImportedKeys, maskedText } from '../../../kernel/key-scan/index.ts';
import type { Mail } from '../../../kernel/mail.ts';
import { containsKey } from '../errors.ts';
import { publishedMail } from '../mail.ts';
import { findBySecrets, type GuardedKey, insertLeak, wasLeakedSince } from '../store/leaks.ts';
import { mailOf } from '../store.ts';
import { revokeKey } from './revoke.ts';

/** A part of a publish, with the texts in it that look like keys. */
export interface Part {
  /** Name of the datum that it is part of; empty: the metadata of the revision. */
  name: string;
  /** Path in the body, such as `data[3].data`. */
  path: string;
  texts: ReadonlySet<string>;
  /** Tells whether a key in it can be replaced. */
  mayRedact: boolean;
}

/** The caller who publishes. */
export interface Publisher {
  username: string;
  origin: ClientOrigin;
}

/** The keys in a publish. */
export interface FoundKeys {
  /** Returns the keys to mask in a part. */
  toRedact(part: Part): string[];
  /** Records the keys, and revokes some, in the transaction that stores the revision. */
  record(trx: Trx, revisionId: string): Promise<void>;
  /** Mails the owners after the commit; returns the notice for the publisher. */
  tell(): string;
}

/** Finds keys in a publish and applies the actions that their owners chose. */
export interface KeyGuard {
  importedKeys(): Promise<ImportedKeys>;
  /** Returns the keys among the texts, or null if there are none. Throws `contains_key` if an owner refuses. */
  judge(parts: readonly Part[], by: Publisher): Promise<FoundKeys | null>;
}

interface Leak {
  part: Part;
  text: string;
  key: GuardedKey;
  action: LeakAction;
}

export interface KeyGuardDeps {
  db: Db;
  clock: Clock;
  mail: Mail;
  publicUrl: URL;
  importedKeys(): Promise<ImportedKeys>;
}

/** Microseconds between mails about the same key. */
const BETWEEN_MAILS = 24 * 60 * 60_000_000;

export function createKeyGuard({ db, clock, mail, publicUrl, importedKeys }: KeyGuardDeps): KeyGuard {
  async function find(parts: readonly Part[]): Promise<Leak[]> {
    const texts = new Map(parts.flatMap((part) => [...part.texts].map((text) => [hashToken(text), text] as const)));
    if (texts.size === 0) return [];
    const now = clock.now();
    const byText = new Map<string, GuardedKey>();
    for (const key of await findBySecrets(db, [...texts.keys()], now)) {
      const previous = (key.previous_expiry ?? 0) > now ? [key.previous_hash ?? ''] : [];
      for (const hash of [key.hash, ...previous]) {
        const text = texts.get(hash);
        if (text !== undefined) byText.set(text, key);
      }
    }
    return parts.flatMap((part) =>
      [...part.texts].flatMap((text) => {
        const key = byText.get(text);
        return key ? [{ part, text, key, action: actionOn(part, key) }] : [];
      }),
    );
  }

  return {
    importedKeys,

    async judge(parts, { username, origin }) {
      const leaks = await find(parts);
      if (leaks.length === 0) return null;
      const refused = leaks.find(({ action }) => action === 'refuse');
      if (refused) throw containsKey(refused.part.path);
      const secrets = new Set(leaks.map(({ text }) => text));
      let mailed: { key: GuardedKey; action: LeakAction }[] = [];

      return {
        toRedact: (part) =>
          leaks.filter((leak) => leak.part === part && leak.action === 'redact').map(({ text }) => text),

        async record(trx, revision) {
          mailed = [];
          for (const { key, name, action } of byDatum(leaks)) {
            const at = clock.now();
            const data_name = maskedText(name, secrets);
            const isFirst = !(await wasLeakedSince(trx, key.id, at - BETWEEN_MAILS));
            const leak = { key_id: key.id, revision_id: revision, data_name, action, username, timestamp: at };
            if (!(await insertLeak(trx, leak))) continue;
            await recordAudit(trx, {
              event: 'key_leaked',
              at,
              by: username,
              subject: key.username,
              object: { id: key.id, kind: 'api_key', name: key.name },
              origin,
              details: { revision, data: data_name === '' ? null : data_name },
            });
            if (action === 'revoke') await revokeKey(trx, key, { at, by: username, origin, reason: 'leaked' });
            if (isFirst) mailed.push({ key, action });
          }
        },

        tell() {
          for (const { key, action } of mailed)
            mail.later(async () => {
              const to = await mailOf(db, key);
              if (to !== undefined)
                mail.send(
                  publishedMail(to, { key: key.name, username, action, account: new URL('/account', publicUrl) }),
                );
            });
          return [...new Set(leaks.map(({ action }) => NOTICES[action]))].join(' ');
        },
      };
    },
  };
}

/** The owner's action. A key that can't be masked in its part is only reported. */
const actionOn = ({ mayRedact }: Part, { leak_action }: GuardedKey): LeakAction =>
  leak_action === 'redact' && !mayRedact ? 'tell' : leak_action;

/** One entry per key and datum. A key that stays in any part of the datum counts as not masked. */
function byDatum(leaks: readonly Leak[]): { key: GuardedKey; name: string; action: LeakAction }[] {
  const found = new Map<string, { key: GuardedKey; name: string; action: LeakAction }>();
  for (const { key, part, action } of leaks) {
    const id = `${key.id} ${part.name}`;
    if (action !== 'redact' || !found.has(id)) found.set(id, { key, name: part.name, action });
  }
  return [...found.values()];
}

/** Texts of the notice. ASCII only, because it is a header. */
const NOTICES: Record<LeakAction, string> = {
  tell: 'An API key of this server is in what you published. Everyone who sees it can use it: revoke or rotate it.',
  redact: 'An API key of this server was in what you published. It is replaced by asterisks there.',
  revoke: 'An API key of this server is in what you published. It is revoked now.',
  refuse: '',
};
