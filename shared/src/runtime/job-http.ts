import { createHttpApp, type HttpAppOptions } from './http';

interface Job {
  /** One run, or `busy`, `off`, `failed`: the answer is JSON of it. */
  tick(): Promise<{ readonly outcome: string }>;
}

/**
 * The HTTP frame of a job: whatever is posted, one tick is made of it, so that strangers can do no more than the schedule
 * (facts/commercetools §2). 503 when the run as a whole failed.
 */
export function createJobHttp(
  job: Job,
  options: Pick<HttpAppOptions, 'endpoint' | 'version' | 'log' | 'world'>,
) {
  return createHttpApp({
    ...options,
    bodies: 'text',
    handlers: (router) => {
      router.post('/', async (_request, response) => {
        const result = await job.tick();
        response.status(result.outcome === 'failed' ? 503 : 200).json(result);
      });
    },
  });
}
