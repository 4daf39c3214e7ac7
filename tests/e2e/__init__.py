"""End-to-end tests: Terrasse against real servers on loopback. `make e2e` runs them."""
