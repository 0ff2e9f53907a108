export const exportTo = async (...args: unknown[]) => console.log(args);
