/** A program without the types of the DOM that shares code with a page. Checked, not run. */
import type { ConsentAct, ConsentDetail, HallpassConsent } from 'hallpass/consent/banner'

export const acts: readonly ConsentAct[] = ['saved', 'gpc']
export function isAllowed(api: HallpassConsent, { choices }: ConsentDetail): boolean {
  return choices?.video === true && api.allows('video')
}
