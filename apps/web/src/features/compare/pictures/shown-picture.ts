/** A picture of a revision, as the page shows and reads it. */
export interface ShownPicture {
  label: string;
  url: string;
  hash: string;
  /** Drawings without pixels, such as SVG. */
  isVector: boolean;
  read: () => Promise<Blob>;
}
