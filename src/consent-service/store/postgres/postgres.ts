import type { ConsentStore } from '../port.ts'

export async function openPostgres(_url: string): Promise<ConsentStore> {
  throw new Error('not yet')
}
