"""Commands for whoever keeps Terrasse running: backups, and is it well?"""
