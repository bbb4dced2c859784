import { faultSchema } from 'local-aws/faults';
import * as z from 'zod';
import { startLocalPipeline } from '../../../local/local-pipeline';

/** The pipeline in a process of its own, which a history kills. Its data folder is the first argument, its options the second. */
const Options = z.object({
  together: z.number().optional(),
  queriesDirectory: z.string().optional(),
  activeQueries: z.number().optional(),
});
export type ServerOptions = z.infer<typeof Options>;

const Message = z.union([z.object({ faults: z.array(faultSchema) }), z.literal('no faults')]);

async function serve(directory: string, { together = 0, queriesDirectory, activeQueries }: ServerOptions): Promise<void> {
  const { url, bucket, stateMachineArn, faults } = await startLocalPipeline({
    directory,
    port: 0,
    movableClock: true,
    settings: { together },
    ...(queriesDirectory !== undefined && { queriesDirectory }),
    activeQueries,
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
serve(process.argv[2] ?? '', Options.parse(JSON.parse(process.argv[3] ?? '{}'))).catch(error => {
  console.error(error);
  process.exit(1);
});
