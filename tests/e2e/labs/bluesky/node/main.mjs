// Starts the network and says so with one line of JSON on stdout; ends at SIGTERM.
// The only argument is the config, as JSON: see Config in ../network.py.

import './loopback.mjs'

import { startChat } from './chat/server.mjs'
import { startControl } from './control.mjs'
import { LABELER, startNetwork } from './network.mjs'

const CLOSING_MS = 5_000

const config = JSON.parse(process.argv[2])
const network = await startNetwork(config)
const chat = await startChat({ port: config.ports.chat, network })

const info = {
  plc: network.plc.url,
  pds: network.pds.url,
  appview: network.appview.url,
  appview_did: network.appview.serverDid,
  chat: chat.url,
  control: `http://127.0.0.1:${config.ports.control}`,
  labeler: LABELER,
}

const control = await startControl({
  port: config.ports.control,
  routes: {
    'GET /info': async () => info,
    'POST /caught-up': ({ timeout_ms: timeout = 60_000 }) => network.caughtUp(timeout),
    'POST /label': (label) => network.label(label),
    'POST /indexer/pause': () => network.pauseIndexer(),
    'POST /indexer/resume': () => network.resumeIndexer(),
    'POST /chat/mood': async (mood) => chat.moods.set(mood),
    'GET /chat/messages': async () => ({ messages: chat.book.everything() }),
    'POST /chat/plant': async ({ convo, item }) => chat.book.plant(convo, item),
  },
})

console.log(JSON.stringify(info))

let closing = false
async function close() {
  if (closing) return
  closing = true
  control.close()
  chat.close()
  await Promise.race([network.close(), new Promise((late) => setTimeout(late, CLOSING_MS))])
  process.exit(0)
}
process.on('SIGTERM', close)
process.on('SIGINT', close)
