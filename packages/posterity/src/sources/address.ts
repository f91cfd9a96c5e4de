/** An address for messages: without the password it may carry. */
export function withoutPassword(address: string): string {
  return address.replace(/^(\w+:\/\/[^:@/?]*):[^@/?]*@/, '$1@');
}
