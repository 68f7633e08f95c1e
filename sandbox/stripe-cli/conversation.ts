const EVENT = 'evt_';
const CONVERSATION = 'whc_';

/** Names the exchange with the client about an event after that event, so that an answer tells what it is about. */
export function conversationAbout(event: string): string {
  return CONVERSATION + event.slice(EVENT.length);
}

export function eventOf(conversation: string): string {
  return EVENT + conversation.slice(CONVERSATION.length);
}
