"""How well places are read from profiles, on invented ones: see `benchmarks.places.__main__`."""
