"""A small Bluesky on loopback, in which the owner talks with two people, one of them odd."""
