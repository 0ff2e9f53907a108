import { Budget } from '../limits.ts';
import { diffText, type TextDiff } from '../text/diff-text.ts';
import { diffValues, type ValuesDiff } from '../values/diff-values.ts';
import { diffPackages, type NamedText, type PackagesDiff } from './diff-packages.ts';

/** Keys of the metadata that describe the interpreter, in our and the published clients. */
const INTERPRETER = ['python_version', 'kernel', 'backend', 'R version', 'R details', 'rsvg'];
const SYSTEM = ['Sys.info()', 'platform', 'system'];
const GIT = ['git'];

export const ENVIRONMENT_KEYS: ReadonlySet<string> = new Set([...INTERPRETER, ...SYSTEM, ...GIT]);

/** Published texts that describe the environment, by their names. Lists of packages are among them. */
const ENVIRONMENT = /^(pip[ _-]?(freeze|list)|conda|renv|session[ _-]?info|system[ _-]?info|environment)/i;

export const isEnvironmentText = (name: string): boolean => ENVIRONMENT.test(name);

export const isSystemText = ({ name }: { name: string }): boolean => /^system[ _-]?info/i.test(name);

export type EnvironmentDiff = {
  packages: PackagesDiff;
  interpreter: ValuesDiff;
  system: ValuesDiff;
  git: ValuesDiff;
  /** Published descriptions of the system, line by line. */
  system_text?: TextDiff;
};

/** The environment of a revision: its metadata, and the published texts that describe it. */
export type Environment = { metadata: Record<string, unknown>; texts: readonly NamedText[] };

/** Compares packages, interpreter, system and git commit of two revisions. */
export function diffEnvironment(a: Environment, b: Environment, budget = new Budget()): EnvironmentDiff {
  const values = (keys: readonly string[]) => diffValues(pick(a.metadata, keys), pick(b.metadata, keys), budget);
  const [text, other] = [a.texts.find(isSystemText), b.texts.find(isSystemText)];
  return {
    packages: diffPackages(a.texts, b.texts),
    interpreter: values(INTERPRETER),
    system: values(SYSTEM),
    git: values(GIT),
    ...(text || other ? { system_text: diffText(text?.text ?? '', other?.text ?? '', { budget }) } : {}),
  };
}

const pick = (metadata: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(keys.filter((key) => Object.hasOwn(metadata, key)).map((key) => [key, metadata[key]]));
