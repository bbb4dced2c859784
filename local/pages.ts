import { clearCache } from 'ejs';
import type { Dashboard } from '../dashboard/start';

/**
 * A dashboard that restarts on the same port when `npm run dev` reports a changed template or style sheet, since both are read
 * once at the start.
 */
export async function keepPages(start: (port: number) => Promise<Dashboard>, port: number): Promise<Dashboard> {
  let current = await start(port);
  const { url } = current;
  const bound = Number(new URL(url).port);
  let turn = Promise.resolve();
  const again = async () => {
    await current.close();
    clearCache();
    current = await start(bound);
  };
  const onMessage = (message: unknown) => {
    if (message === 'pages') turn = turn.then(again).catch(error => console.error(error));
  };
  process.on('message', onMessage);
  return {
    url,
    async close() {
      process.off('message', onMessage);
      await turn;
      await current.close();
    },
  };
}
