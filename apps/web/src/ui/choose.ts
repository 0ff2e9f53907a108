/** The new parent of objects that move. */
export interface Target {
  id: string;
  name: string;
}

/** Input of fields that choose it. */
export interface ChooseProps {
  /** ID of the present parent, which is not offered. */
  without?: string | undefined;
  to: Target | undefined;
  onChange: (to: Target | undefined) => void;
}
