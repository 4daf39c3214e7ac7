// A stand-in for Bluesky's chat service, whose source is closed.
//
// It is served under the production service's DID, so that clients need no special word, and
// believes the PDS only: every request carries a token signed with its sender's key.

import http from 'node:http'

import { createServiceJwt, verifyJwt } from '@atproto/xrpc-server'

import { readJson } from '../control.mjs'
import { Book } from './book.mjs'
import { Failure } from './failure.mjs'
import { methods } from './methods.mjs'
import { Moods, answer, carryOut } from './moods.mjs'

const CHAT_DID = 'did:web:api.bsky.chat'
const SERVICE_ID = '#bsky_chat'
const GET_PROFILE = 'app.bsky.actor.getProfile'

export async function startChat({ port, network }) {
  const url = `http://localhost:${port}`
  const book = new Book()
  const moods = new Moods()
  const known = methods(book, (viewer, did) => profile(network, viewer, did))

  const server = http.createServer(async (request, response) => {
    try {
      const { pathname, searchParams } = new URL(request.url, url)
      const method = pathname.replace('/xrpc/', '')
      if (!known[method]) throw new Failure(501, 'MethodNotImplemented', 'Method Not Implemented')
      const did = await authenticate(network, request, method)
      const input = request.method === 'GET' ? parse(searchParams) : await readJson(request)
      const mood = moods.take(method, did)
      answer(mood, await carryOut(mood, () => known[method](did, input)), response)
    } catch (error) {
      const failure = asFailure(error)
      response
        .writeHead(failure.status, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify(failure.body))
    }
  })
  await new Promise((up) => server.listen(port, up))
  announce(network, url)
  return {
    url,
    book,
    moods,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Makes the PDS find this service where it looks for the production one. */
function announce(network, url) {
  const resolver = network.pds.ctx.idResolver.did
  const resolve = resolver.resolveNoCache.bind(resolver)
  resolver.resolveNoCache = async (did) =>
    did === CHAT_DID
      ? {
          '@context': ['https://www.w3.org/ns/did/v1'],
          id: CHAT_DID,
          service: [{ id: SERVICE_ID, type: 'BskyChatService', serviceEndpoint: url }],
        }
      : resolve(did)
}

/** Who asks: the issuer of a token meant for this service and for this very method. */
async function authenticate(network, request, method) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme !== 'Bearer' || !token) {
    throw new Failure(401, 'AuthMissing', 'Authentication Required')
  }
  const resolver = network.pds.ctx.idResolver.did
  const findKey = (did, refresh) => resolver.resolveAtprotoKey(did, refresh)
  const audience = audienceOf(token)
  const { iss } = await verifyJwt(token, audience, method, findKey)
  return iss
}

/** The DID, with or without the fragment that names the service: both are met. */
function audienceOf(token) {
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return payload.aud === CHAT_DID + SERVICE_ID ? payload.aud : CHAT_DID
}

/** Somebody's profile as the viewer sees it, with blocks and follows; undefined if unknown. */
async function profile(network, viewer, did) {
  const token = await createServiceJwt({
    iss: viewer,
    aud: network.appview.serverDid,
    lxm: GET_PROFILE,
    keypair: await network.pds.ctx.actorStore.keypair(viewer),
  })
  const query = new URLSearchParams({ actor: did })
  const response = await fetch(`${network.appview.url}/xrpc/${GET_PROFILE}?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return response.ok ? response.json() : undefined
}

/** A query as an object; a parameter that comes several times is an array. */
function parse(parameters) {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
}

// The XRPC library keeps the status in `type` and the name in `customErrorName`.
function asFailure(error) {
  if (error instanceof Failure) return error
  const status = Number.isInteger(error?.type) ? error.type : 500
  return new Failure(status, error?.customErrorName ?? 'InternalServerError', error?.message)
}
