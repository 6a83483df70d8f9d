export { handler as GET, handler as POST } from '../../handler.js'
