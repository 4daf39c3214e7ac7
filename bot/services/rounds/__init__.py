"""What the daemon does over and over."""
