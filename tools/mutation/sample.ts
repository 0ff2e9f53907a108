import { createHash } from 'node:crypto';

type Mutant = {
  id: string;
  fileName: string;
  location: object;
  replacement: string;
};

/** Checker for Stryker that lets a share of the mutants through, the same ones for the same seed. */
class Sample {
  private readonly seed = process.env['MUTATION_SEED'];
  private readonly share = Number(process.env['MUTATION_SAMPLE']);

  async init(): Promise<void> {}

  async check(mutants: readonly Mutant[]): Promise<Record<string, { status: string; reason?: string }>> {
    const results = mutants.map(({ id, ...mutant }) => [id, this.isIn(mutant) ? IN : OUT] as const);
    return Object.fromEntries(results);
  }

  private isIn({ fileName, location, replacement }: Omit<Mutant, 'id'>): boolean {
    const file = fileName.slice(fileName.lastIndexOf('/apps/'));
    const hash = createHash('sha256').update(JSON.stringify([this.seed, file, location, replacement]));
    return hash.digest().readUInt32BE() < this.share * 2 ** 32;
  }
}

const IN = { status: 'passed' };
/** Stryker counts only mutants that pass every checker. */
const OUT = { status: 'compileError', reason: 'not in the sample' };

export const strykerPlugins = [{ kind: 'Checker', name: 'sample', injectableClass: Sample }];
