export { type Forgotten, forgetOld, type KeptServices, keepForgetting, type Retention } from './retention';
