// How the chat service misbehaves when a test asks it to.
//
// A mood is two decisions: whether the request has its effect, and what the sender is told.

import { Failure } from './failure.mjs'

const DEFAULT_METHOD = 'chat.bsky.convo.sendMessage'

/** effect: now | never | later. answer: truth | error | silence | hangup | html | cut | drip. */
const MOODS = {
  calm: { effect: 'now', answer: 'truth' },
  limited: { effect: 'never', answer: 'error', status: 429, error: 'RateLimitExceeded' },
  broken: { effect: 'never', answer: 'error', status: 500, error: 'InternalServerError' },
  lost: { effect: 'now', answer: 'error', status: 500, error: 'InternalServerError' },
  late: { effect: 'later', answer: 'error', status: 504, error: 'UpstreamTimeout' },
  half_open: { effect: 'never', answer: 'silence' },
  swallowed: { effect: 'now', answer: 'silence' },
  hangup: { effect: 'now', answer: 'hangup' },
  html: { effect: 'never', answer: 'html', status: 502 },
  cut: { effect: 'now', answer: 'cut' },
  drip: { effect: 'now', answer: 'drip' },
  suspended: { effect: 'never', answer: 'error', status: 400, error: 'AccountSuspended' },
  locked: { effect: 'never', answer: 'error', status: 400, error: 'ConvoLocked' },
}

export class Moods {
  #moods = []

  /**
   * @param {object} wish
   * @param {string} wish.name  a key of MOODS; calm ends all others
   * @param {string} [wish.method]  the method concerned, '*' for all
   * @param {string} [wish.did]  the only sender concerned
   * @param {number} [wish.times]  for so many requests
   * @param {number} [wish.seconds]  for so long; for `late`, how late
   * @param {object} [wish.headers]  of the answer
   */
  set({ name, method = DEFAULT_METHOD, did, times = Infinity, seconds, headers = {} }) {
    if (!(name in MOODS)) throw new Error(`no such mood; there are ${Object.keys(MOODS)}`)
    if (name === 'calm') {
      this.#moods = []
      return
    }
    const lasts = name === 'late' ? undefined : seconds
    const until = lasts === undefined ? Infinity : Date.now() + lasts * 1000
    this.#moods.push({ ...MOODS[name], name, method, did, left: times, seconds, headers, until })
  }

  /** The mood that this request meets, counted. */
  take(method, did) {
    const mood = this.#moods.find(
      (one) =>
        [method, '*'].includes(one.method) &&
        (one.did ?? did) === did &&
        one.left > 0 &&
        Date.now() < one.until,
    )
    if (!mood) return MOODS.calm
    mood.left -= 1
    return mood
  }
}

/** Lets a request have its effect as the mood has it; returns its true answer, if any. */
export async function carryOut(mood, act) {
  if (mood.effect === 'now') return act()
  if (mood.effect === 'later') setTimeout(() => act().catch(() => {}), (mood.seconds ?? 5) * 1000)
  return undefined
}

/** Tells the sender what the mood tells. */
export function answer(mood, truth, response) {
  const json = { 'content-type': 'application/json; charset=utf-8', ...mood.headers }
  const body = Buffer.from(JSON.stringify(truth ?? {}))
  switch (mood.answer) {
    case 'truth':
      return response.writeHead(200, json).end(body)
    case 'error': {
      const failure = new Failure(mood.status, mood.error, `the mood is ${mood.name}`)
      return response.writeHead(mood.status, json).end(JSON.stringify(failure.body))
    }
    case 'silence':
      return undefined
    case 'hangup':
      return response.destroy()
    case 'html':
      return response
        .writeHead(mood.status, { 'content-type': 'text/html', ...mood.headers })
        .end('<!doctype html><title>Bad gateway</title>')
    case 'cut': // a whole body by its length, and half a value
      return response.writeHead(200, json).end(body.subarray(0, body.length / 2))
    case 'drip':
      return drip(response.writeHead(200, json), body)
  }
}

function drip(response, body) {
  let at = 0
  const timer = setInterval(() => {
    if (response.destroyed) clearInterval(timer)
    else if (at < body.length) response.write(body.subarray(at, ++at))
    else {
      clearInterval(timer)
      response.end()
    }
  }, 1_000)
}
