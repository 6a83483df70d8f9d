/** How the app's own data is copied and written; sessions of another kind hold more than JSON. */
import { isRecord } from './state.ts'

/** The app's own data as text, and back. */
export interface DataFormat {
  /** A copy that the app may change. */
  copy(data: Readonly<Record<string, unknown>>): Record<string, unknown>
  /** Throws for what cannot be kept. The same data gives the same text. */
  write(data: Readonly<Record<string, unknown>>): string
  /** What `write` wrote; undefined when that is no object. */
  read(text: string): Record<string, unknown> | undefined
}

/** JSON, for the sealed cookie. */
export const jsonData: DataFormat = {
  copy: (data) => structuredClone(data),
  write: (data) => JSON.stringify(data),
  read(text) {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  },
}
