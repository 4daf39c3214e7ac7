// What the chat service keeps: conversations of two, their messages, and a log per member.

import { refuse } from './failure.mjs'
import { nextTid } from './tid.mjs'

const DEFS = 'chat.bsky.convo.defs'

export class Book {
  #convos = new Map()
  #logs = new Map()

  /** The conversation of exactly these members, if there is one. */
  between(members) {
    return [...this.#convos.values()].find((convo) =>
      members.every((did) => convo.members.includes(did)),
    )
  }

  open(members, accepted) {
    const convo = {
      id: nextTid(),
      rev: nextTid(),
      members,
      messages: [],
      sides: new Map(
        members.map((did) => [
          did,
          { status: accepted.has(did) ? 'accepted' : 'request', readRev: '', deleted: new Set() },
        ]),
      ),
    }
    this.#convos.set(convo.id, convo)
    this.#note(convo, members, { $type: `${DEFS}#logBeginConvo` })
    return convo
  }

  /** A member's conversation by its id. To everybody else it does not exist. */
  of(did, id) {
    const convo = this.#convos.get(id)
    return convo?.members.includes(did) ? convo : refuse('InvalidConvo', 'Convo not found')
  }

  allOf(did) {
    return [...this.#convos.values()]
      .filter((convo) => convo.members.includes(did))
      .sort((a, b) => (a.rev < b.rev ? 1 : -1))
  }

  add(convo, sender, { text, facets }) {
    const message = {
      $type: `${DEFS}#messageView`,
      id: nextTid(),
      rev: nextTid(),
      text,
      ...(facets && { facets }),
      sender: { did: sender },
      sentAt: new Date().toISOString(),
    }
    convo.messages.push(message)
    const side = convo.sides.get(sender)
    side.status = 'accepted'
    side.readRev = message.rev
    convo.rev = message.rev
    this.#note(convo, convo.members, { $type: `${DEFS}#logCreateMessage`, message }, message.rev)
    return message
  }

  accept(convo, did) {
    const side = convo.sides.get(did)
    if (side.status === 'accepted') return {}
    side.status = 'accepted'
    return { rev: this.#note(convo, [did], { $type: `${DEFS}#logAcceptConvo` }) }
  }

  read(convo, did, messageId) {
    const message = messageId
      ? convo.messages.find((one) => one.id === messageId)
      : convo.messages.at(-1)
    if (!message) return
    convo.sides.get(did).readRev = message.rev
    this.#note(convo, [did], { $type: `${DEFS}#logReadConvo`, message })
  }

  deleteForSelf(convo, did, messageId) {
    const message =
      convo.messages.find((one) => one.id === messageId) ??
      refuse('InvalidRequest', 'Message not found')
    convo.sides.get(did).deleted.add(message.id)
    const view = asSeenBy(convo, did, message)
    view.rev = this.#note(convo, [did], { $type: `${DEFS}#logDeleteMessage`, message: view })
    return view
  }

  /** The member's events after a revision, oldest first. */
  logOf(did, after = '') {
    return (this.#logs.get(did) ?? []).filter((event) => event.rev > after)
  }

  /** For tests: every message that was kept, whatever its sender was told. */
  everything() {
    return [...this.#convos.values()].flatMap((convo) =>
      convo.messages.map((message) => ({ convo: convo.id, ...message })),
    )
  }

  /** For tests: puts an item of a kind that nobody here would send into a conversation. */
  plant(id, item) {
    const convo = this.#convos.get(id) ?? refuse('InvalidConvo', 'Convo not found')
    const isEvent = item.$type.startsWith(`${DEFS}#log`)
    if (isEvent) return { rev: this.#note(convo, convo.members, item) }
    const planted = { id: nextTid(), rev: nextTid(), sentAt: new Date().toISOString(), ...item }
    convo.messages.push(planted)
    convo.rev = planted.rev
    return { id: planted.id, rev: planted.rev }
  }

  #note(convo, members, event, rev = nextTid()) {
    for (const did of members) {
      const log = this.#logs.get(did) ?? []
      log.push({ ...event, rev, convoId: convo.id })
      this.#logs.set(did, log)
    }
    return rev
  }
}

/** A message, or the gap that it left for a member who deleted it. */
export function asSeenBy(convo, did, message) {
  if (!convo.sides.get(did).deleted.has(message.id)) return message
  const { id, rev, sender, sentAt } = message
  return { $type: `${DEFS}#deletedMessageView`, id, rev, sender, sentAt }
}
