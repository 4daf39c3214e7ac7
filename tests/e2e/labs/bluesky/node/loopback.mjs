// Keeps every server of this process on loopback.
//
// The services listen on all interfaces and offer no setting for it. This module must be the
// first import: it changes what they will call.

import net from 'node:net'

const LOOPBACK = '127.0.0.1'
const listen = net.Server.prototype.listen

net.Server.prototype.listen = function (where, ...rest) {
  if (typeof where === 'number') {
    const callbacks = rest.filter((one) => typeof one === 'function')
    return listen.call(this, { port: where, host: LOOPBACK }, ...callbacks)
  }
  if (typeof where === 'object' && where.port !== undefined) {
    return listen.call(this, { ...where, host: LOOPBACK }, ...rest)
  }
  return listen.call(this, where, ...rest)
}
