"""Invitations, as the owner asks for them: drafted, edited, sent, and what comes of them."""
