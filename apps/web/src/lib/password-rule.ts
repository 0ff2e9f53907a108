/** What the server asks of a new password, in short; it has the last word. */
export const PASSWORD_RULE =
  '8 to 128 characters, best a few words. Common passwords, sequences, repetitions and your own name are refused.';
