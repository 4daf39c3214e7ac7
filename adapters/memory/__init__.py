"""The shipped in-memory network and store: the demo and the tests use them."""
