// Who may write to whom, and how much.

import { refuse } from './failure.mjs'

const MAX_BYTES = 10_000
const MAX_GRAPHEMES = 1_000

const segmenter = new Intl.Segmenter()

/** @param {object | undefined} other  the recipient's profile as the sender sees it */
export function mustBeOpenTo(other) {
  if (!other) refuse('RecipientNotFound', 'recipient does not exist')
  if (other.viewer?.blocking) refuse('BlockedSubject', 'recipient is blocked by sender')
  if (other.viewer?.blockedBy) refuse('BlockedActor', 'sender is blocked by recipient')
  const allowed = other.associated?.chat?.allowIncoming ?? 'following'
  if (allowed === 'none') {
    refuse('MessagesDisabled', 'recipient has disabled incoming messages')
  }
  if (allowed === 'following' && !other.viewer?.followedBy) {
    refuse(
      'NotFollowedBySender',
      'recipient requires incoming messages to come from someone they follow',
    )
  }
}

export function mustNotBeBlocked(other) {
  if (other?.viewer?.blocking || other?.viewer?.blockedBy) {
    refuse('InvalidRequest', 'block between recipient and sender')
  }
}

export function mustFit(message) {
  const field = 'Input/message/text'
  if (typeof message?.text !== 'string') {
    refuse('InvalidRequest', 'Input/message must have the property "text"')
  }
  if (Buffer.byteLength(message.text) > MAX_BYTES) {
    refuse('InvalidRequest', `${field} must not be longer than ${MAX_BYTES} characters`)
  }
  if ([...segmenter.segment(message.text)].length > MAX_GRAPHEMES) {
    refuse('InvalidRequest', `${field} must not be longer than ${MAX_GRAPHEMES} graphemes`)
  }
}
