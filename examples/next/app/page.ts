import { visitor } from 'hallpass/next'
import { pass } from '../pass.ts'

/** A server component. */
export default async function Page(): Promise<string> {
  const { user } = await visitor(pass)
  return `Hello, ${user?.name ?? 'stranger'}.`
}
