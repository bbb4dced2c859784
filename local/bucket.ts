/** The bucket that `npm start` makes; a contract: other tools rely on the name. */
export const LOCAL_BUCKET = 'orders-pipeline-local';
