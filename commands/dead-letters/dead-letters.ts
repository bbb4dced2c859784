/** An event that started no execution. */
export interface DeadLetter {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  /** The key of its upload; what else it is, in parentheses. */
  readonly key: string;
  readonly error: string;
}

/** Where dead letters wait: a queue in AWS, a folder in local AWS. */
export interface DeadLetters {
  list(): Promise<readonly DeadLetter[]>;
  /** Delivers one again, or all, and gives how many. Throws where there is none of that id. */
  replay(id: string | undefined): Promise<number>;
}
