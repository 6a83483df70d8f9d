/** `hallpass/login/cognito`: sign-in with AWS Cognito user pools. */
export { cognito } from './login/presets/cognito.ts'
export type {
  CognitoOptions,
  CognitoParameters,
  CognitoPlainOptions,
} from './login/presets/cognito-options.ts'
