"""Words: catalogues, dates, and the taming of text that others wrote."""
