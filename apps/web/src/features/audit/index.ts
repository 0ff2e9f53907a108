export { AuditEntries } from './audit-entries.tsx';
export { type AuditSearch, auditSearchOf } from './audit-search.ts';
export { AuditSection } from './audit-section.tsx';
export { EveryonesAudit } from './everyones-audit.tsx';
