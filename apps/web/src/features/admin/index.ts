export { HealthReport } from './health-report.tsx';
