/** What surrounds every page. */
export interface Layout<Body> {
  readonly title: string;
  /** A file of `views/pages/`, without its ending. */
  readonly page: PageName;
  readonly body: Body;
  readonly section: 'answers' | 'executions' | null;
  /** How often an open page looks for news; null for one that does not change. */
  readonly refreshSeconds: number | null;
  /** Where the style sheet and the script are. */
  readonly assets: string;
  readonly canSignOut: boolean;
}

export type PageName = 'answers' | 'empty' | 'executions' | 'execution' | 'message' | 'sign-in';
