"""From an invitation to a meeting: states, times, goals."""
