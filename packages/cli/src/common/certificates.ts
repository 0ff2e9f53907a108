/** The file or folder of trusted certificates that `--ca` names. `run` sets it before any command. */
let given: string | undefined;

export function trustOnly(ca: string | undefined): void {
  given = ca;
}

export const trustedCertificates = (): string | undefined => given;
