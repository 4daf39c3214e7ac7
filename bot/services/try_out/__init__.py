"""A first look at an account, without keeping anything."""
