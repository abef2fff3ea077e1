/** The request cannot be read as one of the service's operations: answered with a SOAP fault, as ASP.NET does (HTTP 500). */
export class SoapFault extends Error {
  override readonly name = 'SoapFault';
  constructor(
    words: string,
    readonly status = 500,
  ) {
    super(words);
  }
}
