import type { Action } from './actions';
import type { AnswersPage, Notice } from './answers';
import type { CheckedPage } from './checked';
import type { ComparePage } from './compare';
import type { CustomerPage } from './customer';
import type { ExecutionPage } from './execution';
import type { ExecutionsPage } from './executions';
import type { ResultPage } from './result';
import type { TrendsPage } from './trends';
import type { UploadPage } from './upload';
import type { UploadsPage } from './uploads';
import type { Viewer } from './viewer';

/** What each page shows. The names are those of the templates in `views/pages/`. */
export interface Pages {
  readonly answers: AnswersPage;
  readonly empty: { readonly bucket: string; readonly notices: readonly Notice[] };
  readonly executions: ExecutionsPage;
  readonly execution: ExecutionPage;
  readonly result: ResultPage;
  readonly customer: CustomerPage;
  readonly compare: ComparePage;
  readonly trends: TrendsPage;
  readonly uploads: UploadsPage;
  readonly upload: UploadPage;
  readonly 'upload-new': { readonly limit: string; readonly canCheck: boolean };
  readonly checked: CheckedPage;
  readonly uploaded: { readonly text: string; readonly path: string };
  readonly message: { readonly status: number | null; readonly heading: string; readonly text: string };
  readonly 'sign-in': { readonly next: string; readonly problem: string | null };
}

/** A page with what surrounds it. */
export interface Layout<Name extends keyof Pages> {
  readonly title: string;
  readonly page: Name;
  readonly body: Pages[Name];
  /** @default none: the page belongs to no section */
  readonly section?: 'answers' | 'trends' | 'uploads' | 'executions';
  /** How often an open page looks for news. @default null: it does not change */
  readonly refreshSeconds?: number | null;
  /** @default EVERYONE */
  readonly viewer?: Viewer;
  /** What can be done on this page. @default nothing */
  readonly actions?: readonly Action[];
  /** @default false */
  readonly canSignOut?: boolean;
}
