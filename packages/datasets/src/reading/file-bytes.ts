/** A file's content, and the name by which errors speak of it and by whose extension its format is known. */
export type FileBytes = { readonly name: string; readonly bytes: Uint8Array };

export type UnpackOptions = {
  /** The most bytes that a compressed file may unpack to; 1 GiB unless told. */
  readonly maxBytes?: number;
};

export const defaultMaxBytes = 2 ** 30;
