"""Setting Terrasse up: `init`, `login`, `logout`, `config`, `uninstall`."""
