import { isMistypedKey } from '@gofigr/contract/key';
import { GoFigrError } from './errors.ts';

/**
 * Returns an API key without surrounding white space. Throws `key_not_valid`, without a request, for an empty key and for
 * characters that no key has. It also throws for a key of this project's format with a wrong checksum. Keys of other
 * formats pass, such as those of the hosted product.
 */
export function checkKey(text: string): string {
  const key = text.trim();
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new GoFigrError('An API key holds only visible ASCII characters and no spaces.', { code: 'key_not_valid' });
  if (isMistypedKey(key))
    throw new GoFigrError('This API key is mistyped or incomplete: its checksum is wrong. Copy it again.', {
      code: 'key_not_valid',
    });
  return key;
}
