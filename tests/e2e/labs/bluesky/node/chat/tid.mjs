// Timestamp identifiers: sortable, and never the same twice within this process.

const ALPHABET = '234567abcdefghijklmnopqrstuvwxyz'
const LENGTH = 13

let latest = 0n

export function nextTid() {
  const now = (BigInt(Date.now()) * 1000n) << 10n
  latest = now > latest ? now : latest + 1n
  let rest = latest
  let text = ''
  for (let i = 0; i < LENGTH; i++) {
    text = ALPHABET[Number(rest & 31n)] + text
    rest >>= 5n
  }
  return text
}
