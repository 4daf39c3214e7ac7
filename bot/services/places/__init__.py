"""Where people live, as far as they or the owner say so."""
