export { handler as GET } from '../handler.js'
