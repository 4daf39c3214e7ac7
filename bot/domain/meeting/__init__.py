"""Invitations, meetings, goals, and the times that can be proposed."""
