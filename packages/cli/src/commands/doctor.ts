export const doctor = async (...args: unknown[]) => console.log(args);
