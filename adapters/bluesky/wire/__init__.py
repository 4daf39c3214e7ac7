"""Types of the servers' answers, with the fields that are used.

Items of lists are `Raw`, and decoded one by one: see `adapters.bluesky.client.items`.
"""
