const mongoUri = /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?(\?.*)?$/;

/**
 * The address of one database on the server that `uri` names; a database already in `uri` is replaced, its options stay.
 * Form of the address: https://www.mongodb.com/docs/manual/reference/connection-string/
 *
 * @throws Error when `uri` is no mongodb:// or mongodb+srv:// address
 */
export function databaseUri(uri: string, database: string): string {
  const [, server, options = ''] = mongoUri.exec(uri) ?? [];
  if (!server) throw new Error('A MongoDB address starts with mongodb:// or mongodb+srv:// and names a host.');
  return `${server}/${database}${options}`;
}
