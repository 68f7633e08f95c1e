/** Where a word begins in a line of JSON, in which a line break is written as a backslash and a letter. */
const START = String.raw`(?:(?<=\\[bfnrt])|(?<![A-Za-z0-9_\\]))`;
const pattern = (text: string) => new RegExp(text, 'gu');

/**
 * What a log must not say, wherever it comes from: an error's message may repeat what somebody sent, and that of a
 * driver where it connects to. Every part is bounded, so that a long line takes no longer than its length.
 */
const MASKS: readonly (readonly [RegExp, string])[] = [
  [pattern(String.raw`(mongodb(?:\+srv)?:\/\/)[^\s"@\/]{1,512}@`), '$1[redacted]@'],
  [pattern(`${START}(?:sk|rk)_(?:test|live)_\\w+`), '[key]'],
  [pattern(`${START}whsec_\\w+`), '[secret]'],
  [pattern(`${START}\\w{1,64}_secret_\\w+`), '[secret]'],
  [pattern(`${START}eyJ[\\w-]{4,}\\.[\\w-]{4,}\\.[\\w-]*`), '[token]'],
  [
    pattern(String.raw`(?<!\\)[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}\.\p{L}{2,63}`),
    '[email]',
  ],
];

/** A line of the log without keys, secrets, tokens, passwords and e-mail addresses. */
export function masked(line: string): string {
  return MASKS.reduce((text, [found, instead]) => text.replace(found, instead), line);
}
