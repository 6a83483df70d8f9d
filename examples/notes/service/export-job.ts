/** The job that writes all notes of a user as text. */
import type { JobContext, JobHandlers, RecycledPool } from 'hallpass/jobs'
import type { PoolClient } from 'pg'
import { z } from 'zod'

/** The queue's name, and what its jobs are given: for who adds them and for who does them. */
export const QUEUE = 'notes'
export const JOBS = { export: z.object({ owner: z.string() }) }

type Pool = RecycledPool<PoolClient>

/** Notes that are read at a time. */
const BATCH = 20

/** What the worker does. A job that is done anew gives the same. */
export const HANDLERS: JobHandlers<typeof JOBS, Pool> = {
  export: async ({ owner }, { database, progress, signal }: JobContext<Pool>) => {
    const counted = await database.use((client) =>
      client.query<{ n: number }>('SELECT count(*)::int AS n FROM note WHERE owner = $1', [owner]),
    )
    const total = counted.rows[0]?.n ?? 0
    const texts: string[] = []
    for (let done = 0; done < total; done += BATCH) {
      signal.throwIfAborted()
      await progress(done, total, 'reading')
      const { rows } = await database.use((client) =>
        client.query<{ title: string; text: string }>(
          `SELECT title, text FROM note WHERE owner = $1
            ORDER BY created_at DESC, id LIMIT ${BATCH} OFFSET ${done}`,
          [owner],
        ),
      )
      texts.push(...rows.map(({ title, text }) => `# ${title}\n\n${text}`))
    }
    await progress(total, total, 'done')
    return { owner, text: texts.join('\n\n') }
  },
}
