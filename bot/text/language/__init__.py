"""Languages: translations, dates, counting letters, telling languages apart."""
