/** The data of a Flask session: what Flask tags survives, and hallpass's own member is not shown. */
import { HallpassError, isHallpassError } from '../errors.ts'
import type { FlaskSessionData } from '../signing/flask/flask-types.ts'
import { taggedJson } from '../signing/flask/tagged-json.ts'
import type { DataFormat } from './data-format.ts'
import type { FlaskLog } from './flask-log.ts'

/** Where hallpass keeps its own part of the session, sealed. */
export const OWN_MEMBER = '_hallpass'

/** Flask's tagged JSON. What cannot be written is told to `log`, with its place and type. */
export function flaskData(log: Pick<FlaskLog, 'unwritable'>): DataFormat {
  const logged = (data: Readonly<Record<string, unknown>>) => {
    try {
      return write(data)
    } catch (error) {
      if (isHallpassError(error)) log.unwritable(error.message)
      throw error
    }
  }
  return { copy: (data) => taggedJson.read(write(data)), write: logged, read: taggedJson.read }
}

/** @throws `bad_payload` for what Flask has no tag for, and for hallpass's own member */
function write(data: Readonly<Record<string, unknown>>): string {
  if (Object.hasOwn(data, OWN_MEMBER)) {
    throw new HallpassError('bad_payload', `${OWN_MEMBER} is hallpass's own: use another name.`)
  }
  // What is not one of Flask's types is refused there, one by one.
  return taggedJson.write(data as FlaskSessionData)
}
