/** What is used of commercetools' payments SDK: a bundle of its own, loaded when it is first needed. */
export { Errorx, Oauth2Authentication, setupPaymentSDK } from '@commercetools/connect-payments-sdk';
