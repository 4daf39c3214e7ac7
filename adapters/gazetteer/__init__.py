"""The table of cities, made from GeoNames."""
