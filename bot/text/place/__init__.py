"""How people write where they are."""
