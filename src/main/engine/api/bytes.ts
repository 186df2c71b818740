/** Keys and values are bytes; a string stands for its UTF-8. */
export type Bytes = Uint8Array | string;
