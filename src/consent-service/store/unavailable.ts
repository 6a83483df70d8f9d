/** The one error of a store that cannot be asked. */
import { type Unavailable, unavailableOf } from '../../stores/unavailable.ts'

export const unavailable: Unavailable = unavailableOf('The store of the consent service')
