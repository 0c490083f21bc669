/** Tells the site's developer which option could not be used. */
export const warn = (option: string, value: unknown): void => {
  console.warn(`billref: invalid ${option}`, value);
};
