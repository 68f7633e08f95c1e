/** What the other servers are told, by the names of the variables that the engine is told it by. */
export interface ContestantEnvironment {
  readonly port: number;
  readonly mongoUri: string;
}

export function contestantEnvironment(): ContestantEnvironment {
  return { port: Number(process.env.PORT), mongoUri: String(process.env.MONGODB_URI) };
}
