// PLC, PDS and AppView, as they are shipped, wired to each other.

import {
  TestBsky,
  TestBsync,
  TestPds,
  TestPlc,
  mockNetworkUtilities,
} from '@atproto/dev-env'

// Bluesky's own moderation service: clients trust its labels without asking for them.
export const LABELER = 'did:plc:ar7c4by46qjdydhdevvrndac'

const POLL_MS = 10

/**
 * @param {object} config
 * @param {{plc: number, pds: number, appview: number, bsync: number}} config.ports
 * @param {string} config.database  a PostgreSQL URL; the database is empty
 * @param {boolean} config.rateLimits  whether the PDS counts requests as in production
 */
export async function startNetwork({ ports, database, rateLimits }) {
  const plc = await TestPlc.create({ port: ports.plc })
  const bsync = await TestBsync.create({
    port: ports.bsync,
    apiKeys: ['bsync-api-key'],
    dbUrl: database,
    dbSchema: 'bsync',
  })
  const appview = await TestBsky.create({
    port: ports.appview,
    publicUrl: `http://localhost:${ports.appview}`,
    plcUrl: plc.url,
    pdsPort: ports.pds,
    bsyncApiKey: 'bsync-api-key',
    bsyncUrl: bsync.url,
    repoProvider: `ws://localhost:${ports.pds}`,
    dbPostgresUrl: database,
    dbPostgresSchema: 'appview',
    modServiceDid: LABELER,
    labelsFromIssuerDids: [LABELER],
  })
  bsync.ctx.dataplaneClients = [appview.ctx.dataplane]
  indexInOrder(appview)
  const pds = await TestPds.create({
    port: ports.pds,
    hostname: 'localhost',
    enableDidDocWithSession: true,
    didPlcUrl: plc.url,
    bskyAppViewUrl: appview.url,
    bskyAppViewDid: appview.serverDid,
    rateLimitsEnabled: rateLimits,
  })
  mockNetworkUtilities(pds, appview)
  return new Network({ plc, bsync, appview, pds })
}

class Network {
  constructor({ plc, bsync, appview, pds }) {
    Object.assign(this, { plc, bsync, appview, pds })
  }

  /** Waits until the AppView has indexed all that the PDS had when this was called. */
  async caughtUp(timeoutMs) {
    if (!this.appview.sub.running) throw new Error('the indexer is paused')
    const deadline = Date.now() + timeoutMs
    await this.pds.processAll()
    const target = (await this.pds.ctx.sequencer.curr()) ?? 0
    while ((this.appview.sub.getCursor() ?? 0) < target) {
      if (Date.now() > deadline) throw new Error(`the AppView is not there in ${timeoutMs} ms`)
      await new Promise((wake) => setTimeout(wake, POLL_MS))
    }
    await this.appview.sub.processAll()
    await this.appview.bsyncSub.processAll(await this.bsync.getStreamHeads(), timeoutMs)
  }

  async pauseIndexer() {
    await this.appview.sub.stop()
  }

  /** Starts over at the first event of the firehose: indexing is idempotent. */
  async resumeIndexer() {
    await this.appview.sub.start()
    indexInOrder(this.appview)
  }

  async label({ uri, value, cid = '' }) {
    const row = { src: LABELER, uri, cid, val: value, neg: false, cts: new Date().toISOString() }
    await this.appview.db.db.insertInto('label').values(row).execute()
  }

  async close() {
    await Promise.allSettled([this.appview.close(), this.bsync.close(), this.pds.close()])
    await this.plc.close()
  }
}

// By default accounts are indexed side by side, so that a quick reply may be indexed before the
// post that it answers, and then never becomes a notification. One at a time is firehose order.
function indexInOrder(appview) {
  appview.sub.current.runner.mainQueue.concurrency = 1
}
