"""Checks for `terrasse doctor`."""
