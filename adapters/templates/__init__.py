"""Templates that the owner wrote, handled as untrusted code."""

from adapters.templates.folder import FolderTemplates

__all__ = ["FolderTemplates"]
