"""Geometry of the pictures, as values that templates draw. Units are those of the viewBox."""
