"""Read an account: lists, statuses, threads, people."""
