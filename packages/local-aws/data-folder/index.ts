export { errorCode } from './error-code';
export { createLock } from './lock';
export { FolderOwnedError, ownFolder } from './own';
