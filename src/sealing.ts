/** Encrypted values: Python's Fernet, and hallpass's own format. */
export { Fernet, type FernetDecryptOptions, type FernetEncryptOptions } from './crypto/fernet.ts'
export { fernetKeyFromSecret } from './crypto/fernet-keys.ts'
export { Sealer } from './crypto/sealer.ts'
