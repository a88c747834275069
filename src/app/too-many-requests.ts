/** One address, or one name at one address, asks too often. */
export class TooManyRequests extends Error {
  /** When it may ask again. */
  readonly seconds: number;

  constructor(seconds: number) {
    super('too many requests');
    this.seconds = seconds;
  }
}
