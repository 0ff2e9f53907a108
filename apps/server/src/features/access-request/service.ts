import type { Kind } from '@gofigr/contract';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import { createRateLimit, type SignedIn } from '../../kernel/auth/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import { type Db, type Trx, transact } from '../../kernel/db/index.ts';
import { notFound } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Mail } from '../../kernel/mail.ts';
import { type Manager, managersOf, objects, type StoredObject } from '../../kernel/objects/index.ts';
import { setUserShare } from '../sharing/index.ts';
import { answeredMail, askedMail } from './mail.ts';
import {
  close,
  findOpen,
  insert,
  LIFETIME,
  noteMail,
  type OpenRequest,
  openIn,
  workspacesWithRequests,
} from './store.ts';

const DAY = 24 * 3_600_000_000;

/** Requests of a person a day, whether the objects exist or not. */
const ASKED = { points: 20, seconds: 24 * 3600 };

/** Most requests listed, and most people mailed about one. */
const MOST_LISTED = 200;
const MOST_MAILED = 20;

interface Asked {
  principal: SignedIn;
  origin: ClientOrigin;
}

export interface AccessRequestDeps {
  db: Db;
  clock: Clock;
  mail: Mail;
  publicUrl: URL;
}

export type AccessRequestService = ReturnType<typeof createAccessRequestService>;

export function createAccessRequestService({ db, clock, mail, publicUrl }: AccessRequestDeps) {
  const asked = createRateLimit(ASKED, { db, limit: 'access requests' });

  /** Stores a request. Returns the managers to mail and the object for their mail, or null if nobody is mailed. */
  async function store(
    trx: Trx,
    { principal }: Asked,
    { kind, id }: { kind: Kind; id: string },
    message: string,
    at: number,
  ): Promise<{ object: StoredObject; managers: Manager[] } | null> {
    const found = await objects.find(trx, id);
    if (found?.kind !== kind || (await objects.can(trx, principal, 'view', found))) return null;
    const object = await objects.lock(trx, id);
    const request = { id: newId(), objectId: id, userId: principal.userId, message, at };
    if (!(await insert(trx, request, at - DAY)) || !(await noteMail(trx, request, at - DAY))) return null;
    return {
      object: { ...object, name: await objects.nameOf(trx, object) },
      managers: await managersOf(trx, object),
    };
  }

  return {
    /**
     * Asks for access. The answer, the audit list of the person and the time that it takes are the same whether the
     * object exists or not. Throws `too_many_attempts`.
     */
    async ask(by: Asked, target: { kind: Kind; id: string }, message: string): Promise<void> {
      await asked.check(by.principal.userId);
      const at = clock.now();
      const mailing = await transact(db, async (trx) => {
        const { username } = by.principal;
        const object = { ...target, name: '' };
        await recordAudit(trx, { event: 'access_requested', at, by: username, object, origin: by.origin });
        return store(trx, by, target, message.trim(), at);
      });
      if (mailing === null) return;
      for (const { email } of mailing.managers.slice(0, MOST_MAILED))
        mail.send(askedMail(email, mailing.object, publicUrl));
    },

    /** Open requests for objects that the caller may share, newest first. */
    async open(principal: SignedIn): Promise<OpenRequest[]> {
      const since = clock.now() - LIFETIME;
      const managed: string[] = [];
      for (const id of await workspacesWithRequests(db, principal.userId, since))
        if (await objects.can(db, principal, 'manage', { kind: 'workspace', id })) managed.push(id);
      return managed.length === 0 ? [] : openIn(db, managed, since, MOST_LISTED);
    },

    /** Grants or declines a request. Throws `not_found`, also if the caller may not share the object. */
    async answer({ principal, origin }: Asked, id: string, granted: boolean): Promise<void> {
      const at = clock.now();
      const request = await transact(db, async (trx) => {
        const found = await findOpen(trx, id, at - LIFETIME);
        if (!found) throw notFound('No request');
        const object = await objects.lock(trx, found.object_id);
        if (!(await objects.can(trx, principal, 'manage', object))) throw notFound('No request');
        if (!(await close(trx, id, at))) throw notFound('No request');
        const stamp = { by: principal.username, at };
        const share = { objectId: object.id, userId: found.user_id, enabled: true };
        if (granted) await setUserShare(trx, share, stamp);
        await recordAudit(trx, {
          ...stamp,
          object: { id: object.id, kind: object.kind, name: await objects.nameOf(trx, object) },
          origin,
          // The person who asked must not read the name of a private object in their list.
          ...(granted
            ? { event: 'user_sharing_enabled', subject: found.username, details: { requested: true } }
            : { event: 'access_declined', details: { username: found.username } }),
        });
        return found;
      });
      mail.send(answeredMail(request.email, { ...request, granted }, publicUrl));
    },
  };
}
