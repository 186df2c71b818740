/** Bytes of a file read as other bytes, which may be more or fewer. In bytes of the file as it is. */
export interface Splice {
  /** Relative to the directory. */
  file: string;
  offset: number;
  remove: number;
  insert: Uint8Array;
}

/** What damaged bytes could have been. */
export interface Reading {
  /** In a few words, as a choice: "bit 3 of byte 117 turned back". */
  words: string;
  /**
   * What speaks for it: a checksum holds with it · `engine` = the format's own engine reads it so, and passes over the
   * damage · `grammar` = it is what the format allows.
   */
  proof: 'checksum' | 'engine' | 'grammar';
  splice: Splice;
}
