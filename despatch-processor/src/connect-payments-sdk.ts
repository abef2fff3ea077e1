/** What is used of commercetools' payments SDK. */
export { Errorx, Oauth2Authentication, setupPaymentSDK } from '@commercetools/connect-payments-sdk';
