/** Passwords as argon2id hashes, over the optional package `@node-rs/argon2`. */

export { passwordHash, passwordNeedsRehash, passwordVerify } from './tokens/password/password.ts'
