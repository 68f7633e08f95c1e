/** The reader's own kind of English (the page is written in it), for amounts and dates: "en-GB", or "en-US" when there is none. */
export const PAGE_LOCALE: string = navigator.languages.find((tag) => /^en(-[A-Z]{2})?$/.test(tag)) ?? 'en-US';
