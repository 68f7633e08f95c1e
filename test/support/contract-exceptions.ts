/** What of the contract is not there yet, and why. Take a name out once it is: the test says when. */
export interface ContractException {
  readonly reason: string;
  /** Types, and fields as `Type.field`. */
  readonly missing: readonly string[];
}

export const CONTRACT_EXCEPTIONS: readonly ContractException[] = [];
