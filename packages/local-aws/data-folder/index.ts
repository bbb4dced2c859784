export { DiskError, isDiskRefusal } from './disk-error';
export { errorCode } from './error-code';
export { createLock } from './lock';
export { FolderOwnedError, ownFolder } from './own';
export { type Damage, type OnDamage, readStateFile, type StateFile } from './state-file';
