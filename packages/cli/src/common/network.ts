import { networkFetch } from '@gofigr/client/node';
import { trustedCertificates } from './certificates.ts';

/** Fetches through the proxies of the environment, with its certificates or those of `--ca`. */
export const networked: typeof fetch = (input, init) => networkFetch({ ca: trustedCertificates() })(input, init);
