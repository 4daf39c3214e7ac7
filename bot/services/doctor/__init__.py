"""The checks of `terrasse doctor`."""
