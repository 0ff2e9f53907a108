/** Waits for a new task. Between tasks the page answers and draws. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
