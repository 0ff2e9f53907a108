import { isMistypedKey } from '@gofigr/contract/key';
import { GoFigrError } from './errors.ts';

/**
 * An API key without the white space around it. Throws `key_not_valid` without asking a server when it can't be one:
 * empty, with spaces or signs that no key has, or made by a server of this project and mistyped (its checksum is wrong).
 * Keys of other formats pass, such as those of the hosted product.
 */
export function checkKey(text: string): string {
  const key = text.trim();
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new GoFigrError('An API key has visible ASCII characters only, and no spaces.', { code: 'key_not_valid' });
  if (isMistypedKey(key))
    throw new GoFigrError('This API key is mistyped or incomplete: its checksum is wrong. Copy it again.', {
      code: 'key_not_valid',
    });
  return key;
}
