// A refusal, as XRPC puts it: a status, an error name and a sentence.

export class Failure extends Error {
  constructor(status, name, message = name) {
    super(message)
    this.status = status
    this.name = name
  }

  get body() {
    return { error: this.name, message: this.message }
  }
}

export const refuse = (name, message) => {
  throw new Failure(400, name, message)
}
