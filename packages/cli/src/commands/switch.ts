export const switchTo = async (...args: unknown[]) => console.log(args);
