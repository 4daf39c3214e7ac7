// The endpoint through which a test steers the network: JSON in, JSON out, loopback only.

import http from 'node:http'

/** @param {Record<string, (body: object) => Promise<object>>} routes  by "METHOD /path" */
export async function startControl({ port, routes }) {
  const server = http.createServer(async (request, response) => {
    const answer = (status, body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const route = routes[`${request.method} ${request.url}`]
    if (!route) return answer(404, { error: `no such route; there are ${Object.keys(routes)}` })
    try {
      answer(200, (await route(await readJson(request))) ?? {})
    } catch (error) {
      answer(500, { error: String(error?.message ?? error) })
    }
  })
  await new Promise((up) => server.listen(port, up))
  return server
}

export async function readJson(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : {}
}
