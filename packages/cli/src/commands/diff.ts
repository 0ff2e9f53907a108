import { writeFile } from 'node:fs/promises';
import type { GoFigr } from '@gofigr/client';
import type { Comparison } from '@gofigr/compare';
import { connectionAt } from '../common/connection.ts';
import { interruptible } from '../common/interruption.ts';
import type { SharedOptions } from '../common/options.ts';
import { note, printResult } from '../common/output.ts';
import { isId, type Target, targetOf } from '../common/target.ts';
import { EXIT, Failure } from '../failure.ts';
import { printable } from '../terminal/printable.ts';
import { differencePicture } from './diff/difference-picture.ts';
import { report } from './diff/report.ts';

export interface DiffOptions extends SharedOptions {
  picture?: string;
  key?: string[];
  byPosition?: true;
  tolerance?: string;
}

/** Exit codes of `diff`, like those of the program of that name. */
const DIFFERENT = 1;
const TROUBLE = EXIT.usage;

/** Runs `gofigr diff`. */
export async function diff(a: string, b: string, options: DiffOptions): Promise<void> {
  try {
    const comparison = await interruptible((signal) => compare(a, b, options, signal));
    printResult(options, comparison, report(comparison));
    warnOfKey(options.key, comparison);
    if (!comparison.equal) process.exitCode = DIFFERENT;
  } catch (error) {
    throw await asTrouble(error);
  }
}

async function compare(a: string, b: string, options: DiffOptions, signal: AbortSignal): Promise<Comparison> {
  const { key, byPosition, tolerance } = options;
  if (key && byPosition) throw new Failure(EXIT.usage, 'Choose either --key or --by-position.');
  const [one, other] = [revisionTarget(a), revisionTarget(b)];
  const { gf } = await connectionAt(withHost(one, other), options, { signal });
  const [first, second] = [await revisionId(gf, one), await revisionId(gf, other)];
  const keys = byPosition ? [] : key;
  const compared = await gf.revisions.compare(first, second, { keys, tolerance });
  const comparison = compared as unknown as Comparison; // the server answers this type as it is
  if (options.picture !== undefined) await writeFile(options.picture, await differencePicture(gf, first, second));
  return comparison;
}

function revisionTarget(text: string): Target {
  const target = targetOf(text);
  if (target.kind === undefined || target.kind === 'r' || target.kind === 'revision') return target;
  throw new Failure(EXIT.usage, `"${printable(text)}" is no revision of a figure.`);
}

/** Returns the target that names the server. An ID without an address is on the same one as the other. */
function withHost(one: Target, other: Target): Target {
  if (one.host === undefined || other.host === undefined) return one.host === undefined ? other : one;
  if (one.host === other.host) return one;
  throw new Failure(EXIT.usage, `The revisions are on two servers, ${one.host} and ${other.host}.`);
}

const revisionId = async (gf: GoFigr, { id }: Target): Promise<string> =>
  isId(id) ? id : (await gf.revisions.byShortId(id)).api_id;

/** Tells that a key is in no table that differs. The rows of these were paired otherwise. */
function warnOfKey(key: readonly string[] | undefined, { tables }: Comparison): void {
  const contents = tables.flatMap(({ content }) => content ?? []);
  const isUsed = contents.some((content) => !('table' in content) || content.table.key?.chosen === true);
  if (key && contents.length > 0 && !isUsed)
    note(`No table that differs has a column ${key.map((name) => `"${printable(name)}"`).join(' or ')}.`);
}

/** Any failure has the exit code 2, since 1 means that the revisions differ. */
async function asTrouble(error: unknown): Promise<unknown> {
  const { explained } = await import('../common/explained.ts');
  const failure = explained(error);
  if (failure?.exitCode === EXIT.interrupted) return failure;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(TROUBLE, failure?.message ?? text, failure?.advice);
}
