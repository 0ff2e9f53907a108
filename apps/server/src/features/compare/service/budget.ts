import { Budget, LIMITS } from '@gofigr/compare';

/** The time of one comparison, or of reading one table. It is the processor's, which may work for others most of the time. */
export const newBudget = (): Budget => new Budget(LIMITS.milliseconds, workedMs);

function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
