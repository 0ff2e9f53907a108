export const importInto = async (...args: unknown[]) => console.log(args);
