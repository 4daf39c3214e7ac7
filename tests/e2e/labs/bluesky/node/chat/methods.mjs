// The methods of chat.bsky.convo that Terrasse meets, for conversations of two.

import { asSeenBy } from './book.mjs'
import { refuse } from './failure.mjs'
import { mustBeOpenTo, mustFit, mustNotBeBlocked } from './rules.mjs'

const MAX_PAGE = 100
const DEFAULT_PAGE = 50

/**
 * @param {import('./book.mjs').Book} book
 * @param {(viewer: string, did: string) => Promise<object | undefined>} profile
 * @returns {Record<string, (did: string, input: object) => Promise<object>>}
 *   by method name; `input` is the query or the body, `did` who asks
 */
export function methods(book, profile) {
  const pair = (did, { members = [] }) => {
    const all = new Set([did, ...[members].flat()])
    if (all.size !== 2) refuse('InvalidRequest', 'a direct convo has two members')
    return [...all]
  }

  const view = async (convo, did) => {
    const side = convo.sides.get(did)
    const last = convo.messages.at(-1)
    return {
      id: convo.id,
      rev: convo.rev,
      members: await Promise.all(convo.members.map((one) => member(did, one))),
      ...(last && { lastMessage: asSeenBy(convo, did, last) }),
      muted: false,
      status: side.status,
      unreadCount: convo.messages.filter((one) => one.sender?.did !== did && one.rev > side.readRev)
        .length,
      kind: { $type: 'chat.bsky.convo.defs#directConvo' },
    }
  }

  const member = async (viewer, did) => {
    const known = await profile(viewer, did)
    const { handle = 'missing.invalid', displayName, associated, labels = [], createdAt } = known ?? {}
    const kind = { $type: 'chat.bsky.actor.defs#directConvoMember' }
    return { did, handle, displayName, associated, labels, createdAt, viewer: known?.viewer, kind }
  }

  return {
    'chat.bsky.actor.getStatus': async () => ({
      chatDisabled: false,
      canCreateGroups: false,
      groupMemberLimit: 50,
    }),

    'chat.bsky.convo.getConvoAvailability': async (did, query) => {
      const members = pair(did, query)
      const convo = book.between(members)
      const other = await profile(did, members[1])
      try {
        if (convo) mustNotBeBlocked(other)
        else mustBeOpenTo(other)
      } catch {
        return { canChat: false, ...(convo && { convo: await view(convo, did) }) }
      }
      return { canChat: true, ...(convo && { convo: await view(convo, did) }) }
    },

    'chat.bsky.convo.getConvoForMembers': async (did, query) => {
      const members = pair(did, query)
      let convo = book.between(members)
      if (!convo) {
        const other = await profile(did, members[1])
        mustBeOpenTo(other)
        // Whoever follows the sender sees a conversation, everybody else a request.
        convo = book.open(members, new Set(other.viewer?.followedBy ? members : [did]))
      }
      return { convo: await view(convo, did) }
    },

    'chat.bsky.convo.getConvo': async (did, { convoId }) => ({
      convo: await view(book.of(did, convoId), did),
    }),

    'chat.bsky.convo.listConvos': async (did, query) => {
      const { status, readState } = query
      const mine = book
        .allOf(did)
        .filter((convo) => !status || convo.sides.get(did).status === status)
      const views = await Promise.all(mine.map((convo) => view(convo, did)))
      const wanted = views.filter((one) => readState !== 'unread' || one.unreadCount > 0)
      const { items, cursor } = page(wanted, query)
      return { cursor, convos: items }
    },

    'chat.bsky.convo.getMessages': async (did, query) => {
      const convo = book.of(did, query.convoId)
      const { items, cursor } = page(convo.messages.toReversed(), query)
      return { cursor, messages: items.map((message) => asSeenBy(convo, did, message)) }
    },

    'chat.bsky.convo.getLog': async (did, { cursor }) => {
      const logs = book.logOf(did, cursor).slice(0, MAX_PAGE)
      return { cursor: logs.at(-1)?.rev ?? cursor, logs }
    },

    'chat.bsky.convo.sendMessage': async (did, { convoId, message }) => {
      const convo = book.of(did, convoId)
      mustFit(message)
      const other = convo.members.find((one) => one !== did)
      mustNotBeBlocked(await profile(did, other))
      const { $type: _, ...sent } = book.add(convo, did, message)
      return sent
    },

    'chat.bsky.convo.deleteMessageForSelf': async (did, { convoId, messageId }) => {
      const { $type: _, ...gap } = book.deleteForSelf(book.of(did, convoId), did, messageId)
      return gap
    },

    'chat.bsky.convo.acceptConvo': async (did, { convoId }) =>
      book.accept(book.of(did, convoId), did),

    'chat.bsky.convo.updateRead': async (did, { convoId, messageId }) => {
      const convo = book.of(did, convoId)
      book.read(convo, did, messageId)
      return { convo: await view(convo, did) }
    },
  }
}

/** One page of items that go from new to old; the cursor is the last one's revision. */
function page(items, { limit = DEFAULT_PAGE, cursor }) {
  const size = Number(limit)
  if (!(size >= 1 && size <= MAX_PAGE)) {
    refuse('InvalidRequest', `Error: limit must be between 1 and ${MAX_PAGE}`)
  }
  const rest = cursor ? items.filter((one) => one.rev < cursor) : items
  const shown = rest.slice(0, size)
  return { items: shown, cursor: rest.length > size ? shown.at(-1).rev : undefined }
}
