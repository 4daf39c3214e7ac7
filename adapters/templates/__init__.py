"""Templates that the owner wrote: a stranger's code, as far as this process is concerned."""

from adapters.templates.folder import FolderTemplates

__all__ = ["FolderTemplates"]
