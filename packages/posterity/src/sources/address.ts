/** An address for messages: without the password it may carry. */
export function withoutPassword(address: string): string {
  return address.replace(/^(\w+:\/\/[^:@/?]*):[^@/?]*@/, '$1@');
}

/** The file that an address names; undefined for a server, and for SQL in which files are named. */
export function fileOf(address: string): string | undefined {
  if (/^postgres(ql)?:/.test(address)) return undefined;
  const file = /^duckdb:([^?]*)/.exec(address)?.[1] ?? address;
  return file === '' || file === ':memory:' ? undefined : file;
}
