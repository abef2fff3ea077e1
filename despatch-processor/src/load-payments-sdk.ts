/**
 * The SDK is 1.5 MB of code, which callbacks and the API extension do without: with it in the same bundle every start
 * cost 11 MB of memory more. The bundler leaves this import as it is; both files lie side by side in `dist`.
 */
export function loadPaymentsSdk() {
  return import('./payments-sdk.js');
}
