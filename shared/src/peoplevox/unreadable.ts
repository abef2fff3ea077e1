/** A reply is not what the WSDL promises. The message completes "Peoplevox's reply cannot be read: …"; no values in it. */
export class UnreadableReply extends Error {
  override readonly name = 'UnreadableReply';
}
