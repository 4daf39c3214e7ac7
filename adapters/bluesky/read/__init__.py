"""Read an account: repository, notifications, threads, people."""
