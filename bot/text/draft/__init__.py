"""The text of an invitation, from templates."""
