import { type AdminHealth, admin, type TestMail } from '@gofigr/contract';
import { createRateLimit } from '../../kernel/auth/index.ts';
import { notAllowed } from '../../kernel/errors.ts';
import { type Route, route } from '../../kernel/http/index.ts';
import type { Mailer } from '../../kernel/mail.ts';
import { createReuse } from '../../kernel/reuse.ts';
import { countBlobs } from '../scrub/index.ts';
import { findById } from '../user/index.ts';
import { testMail } from './mail.ts';
import { type HealthReportDeps, healthReport } from './service/health.ts';

/** Time that a count is reused, in milliseconds: counting reads every row of data. */
const COUNT_MS = 60_000;

/** Test mails of one administrator in ten minutes. */
const TEST_MAILS = { points: 5, seconds: 600 };

export interface AdminRoutesDeps extends Omit<HealthReportDeps, 'blobs'> {
  mail: Pick<Mailer, 'enabled' | 'attempt'>;
  publicUrl: URL;
}

/** Routes for the server's administrators. */
export function adminRoutes({ publicUrl, ...deps }: AdminRoutesDeps): Route[] {
  const { db } = deps.database;
  const blobs = createReuse(() => countBlobs(db), COUNT_MS);
  const testMails = createRateLimit(TEST_MAILS, { db, limit: 'test mails' });
  return [
    route(admin.health, async ({ principal }): Promise<AdminHealth> => {
      if (!principal.isStaff) throw notAllowed();
      return healthReport({ ...deps, blobs });
    }),

    route(admin.testMail, async ({ principal }): Promise<TestMail> => {
      if (!principal.isStaff) throw notAllowed();
      await testMails.check(principal.userId);
      const to = (await findById(db, principal.userId))?.email || null;
      if (to === null) return { sent: false, to, problem: 'Your account has no mail address.' };
      const problem = await deps.mail.attempt(testMail(to, publicUrl));
      return { sent: problem === null, to, problem };
    }),
  ];
}
