"""Who comes first, why, and who may be suggested at all."""
