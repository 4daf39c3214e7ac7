"""What servers send, typed as far as it is read.

Lists of what strangers wrote are kept as `Raw` items, each decoded by itself: see
`adapters.bluesky.items`.
"""
