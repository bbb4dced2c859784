/** A file that is refused as a whole: its name is all that the comparison looks at. */
export class FileError extends Error {
  constructor(override readonly name: string) {
    super(name);
  }
}
