/** The one file of a guide's directory. */
export const dataFile = 'data.log';
