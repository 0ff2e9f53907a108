export const list = async (...args: unknown[]) => console.log(args);
