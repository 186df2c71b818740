/** The page's own origin. A scheme of ours, so that the page is neither a file nor a web site. */
export const scheme = 'app';
export const appHost = 'walscope';
export const appOrigin = `${scheme}://${appHost}`;
