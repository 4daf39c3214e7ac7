"""Ways to reach the owner other than the networks: a file."""
