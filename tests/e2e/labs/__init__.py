"""Labs: real servers, installed from public packages, started on loopback for a test run.

What is installed lies in a cache outside the checkout and is used again; what a run writes
lies in a folder of its own, which goes when the run ends. Nothing of a run outlives it: see
`tests.e2e.labs.process`.
"""
