"""Benchmarks, each beside a peer in the same run: ratios hold where times do not."""
