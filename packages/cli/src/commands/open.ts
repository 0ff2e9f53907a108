export const open = async (...args: unknown[]) => console.log(args);
