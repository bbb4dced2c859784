import { faultSchema } from 'local-aws/faults';
import * as z from 'zod';
import { startLocalPipeline } from '../../../local/local-pipeline';

/** The pipeline in a process of its own, which a history kills. Its data folder is the first argument. */
const Message = z.union([z.object({ faults: z.array(faultSchema) }), z.literal('no faults')]);

async function serve(directory: string): Promise<void> {
  const { url, bucket, stateMachineArn, faults } = await startLocalPipeline({
    directory,
    port: 0,
    movableClock: true,
    onProblem: problem => process.send?.({ problem }),
  });
  process.on('message', given => {
    const message = Message.parse(given);
    if (message === 'no faults') faults.clear();
    else faults.add(message);
    process.send?.({ done: true });
  });
  process.send?.({ url, bucket, stateMachineArn });
}

process.on('disconnect', () => process.exit());
serve(process.argv[2] ?? '').catch(error => {
  console.error(error);
  process.exit(1);
});
