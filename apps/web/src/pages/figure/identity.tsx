import type { Revision } from '@gofigr/contract';
import { lazy, Suspense } from 'react';
import { formatBytes, formatMoment } from '../../lib/format.ts';
import { CopyIcon } from '../../ui/copy.tsx';
import { Section } from '../../ui/section.tsx';
import css from './identity.module.css';

const QrCode = lazy(async () => ({ default: (await import('./qr-code.tsx')).QrCode }));

/** Shows the IDs that clients and papers refer to, and the details of the revision. */
export function Identity({ revision, link }: { revision: Revision; link: string }) {
  return (
    <Section title="Details">
      <div className={css['link']}>
        <div className={css['code']}>
          <Suspense>
            <QrCode text={link} />
          </Suspense>
        </div>
        <div className={css['address']}>
          <a href={link}>{link.replace(/^https?:\/\//, '')}</a>
          <CopyIcon text={link} what="link" />
        </div>
      </div>
      <dl className={css['facts']}>
        <Id label="Figure ID" value={revision.figure} />
        <Id label="Revision ID" value={revision.api_id} />
        <div>
          <dt>Published</dt>
          <dd>
            {formatMoment(revision.created_on)}
            {revision.created_by && ` by ${revision.created_by}`}
          </dd>
        </div>
        {revision.updated_on && (
          <div>
            <dt>Changed</dt>
            <dd>
              {formatMoment(revision.updated_on)}
              {revision.updated_by && ` by ${revision.updated_by}`}
            </dd>
          </div>
        )}
        <div>
          <dt>Size</dt>
          <dd>{formatBytes(revision.size_bytes)}</dd>
        </div>
      </dl>
    </Section>
  );
}

function Id({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={css['id']}>
        <span>{value}</span>
        <CopyIcon text={value} what={label} />
      </dd>
    </div>
  );
}
