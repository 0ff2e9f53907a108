/** The server's rule for new passwords, in short. */
export const PASSWORD_RULE =
  '8 to 128 characters, best a few words. Common passwords, sequences, repetitions and your own name are refused.';
