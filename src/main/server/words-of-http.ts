/**
 * What a line of HTTP begins with. A page in a browser can have one sent to a server on this machine, with commands for
 * a body: whoever says that is let go before any of them is run, as by Redis.
 */
const words = new Set(['post', 'host:']);

export const isWordOfHttp = (word: string): boolean => words.has(word.toLowerCase());
