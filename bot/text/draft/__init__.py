"""The texts of invitations, from templates."""
